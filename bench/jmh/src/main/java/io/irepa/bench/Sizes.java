package io.irepa.bench;

/**
 * How large everything is.
 *
 * @param batch images
 * @param side of the grid of tokens
 * @param hidden width of the model
 * @param heads of attention
 * @param target width of an encoder's tokens
 * @param depth number of blocks whose parameters are updated
 */
record Sizes(int batch, int side, int hidden, int heads, int target, int depth) {
  /** SiT-S/2 with DINOv2-B's tokens, batch 8; tiny where the property says so, for tests. */
  static Sizes chosen() {
    return Boolean.getBoolean("irepa.bench.tiny")
        ? new Sizes(1, 4, 16, 2, 8, 1)
        : new Sizes(8, 16, 384, 6, 768, 12);
  }

  int tokens() {
    return side * side;
  }
}
