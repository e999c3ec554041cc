package io.irepa.plugin.encoders.vit;

import io.irepa.spi.Grid;
import io.irepa.spi.TokenShape;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The dimensions of one network, and by them the shapes of its weights. Weights have names of ours,
 * such as {@code blocks.3.qkv.weight}, which a {@link NameScheme} translates from a file's.
 *
 * @param input side of the image that the network takes, in pixels
 * @param patch side of a patch, in pixels
 * @param hidden width of the tokens, D
 * @param depth number of blocks
 * @param heads of a block
 * @param inner width that the feed-forward's second layer takes
 * @param gated whether the feed-forward's first layer also gives a gate
 * @param registers tokens beside the class token
 * @param classToken whether there is one
 * @param layerScale whether the blocks have it
 * @param attentionBias whether queries, keys and values have one
 */
record VitShape(
    int input,
    int patch,
    int hidden,
    int depth,
    int heads,
    int inner,
    boolean gated,
    int registers,
    boolean classToken,
    boolean layerScale,
    boolean attentionBias) {
  /** Stands for any number in {@link #weights}: positions are resampled. */
  static final long ANY = -1;

  /** Tokens on a side. */
  int side() {
    return input / patch;
  }

  /** Tokens before those of the patches. */
  int prefix() {
    return (classToken ? 1 : 0) + registers;
  }

  TokenShape tokens() {
    return new TokenShape(new Grid(side(), side()), hidden);
  }

  /**
   * The shapes of the weights by name, in the order of the forward pass, dimensions of 1 left out.
   */
  Map<String, long[]> weights(VitFamily family) {
    Map<String, long[]> weights = new LinkedHashMap<>();
    weights.put("patch.weight", new long[] {hidden, 3, patch, patch});
    if (family.patchBias()) {
      weights.put("patch.bias", new long[] {hidden});
    }
    if (classToken) {
      weights.put("class", new long[] {hidden});
    }
    if (registers > 0) {
      weights.put("registers", new long[] {registers, hidden});
    }
    if (family.positions().added()) {
      weights.put("positions", new long[] {ANY, hidden});
    }
    if (family.preNorm()) {
      norm(weights, "pre-norm");
    }
    for (int i = 0; i < depth; i++) {
      block(weights, "blocks." + i + ".");
    }
    if (family.finalNorm()) {
      norm(weights, "norm");
    }
    return weights;
  }

  private void block(Map<String, long[]> weights, String block) {
    norm(weights, block + "norm1");
    weights.put(block + "qkv.weight", new long[] {3L * hidden, hidden});
    if (attentionBias) {
      weights.put(block + "qkv.bias", new long[] {3L * hidden});
    }
    linear(weights, block + "proj", hidden, hidden);
    scale(weights, block + "scale1");
    norm(weights, block + "norm2");
    linear(weights, block + "fc1", hidden, gated ? 2 * inner : inner);
    linear(weights, block + "fc2", inner, hidden);
    scale(weights, block + "scale2");
  }

  private void norm(Map<String, long[]> weights, String name) {
    weights.put(name + ".weight", new long[] {hidden});
    weights.put(name + ".bias", new long[] {hidden});
  }

  private void scale(Map<String, long[]> weights, String name) {
    if (layerScale) {
      weights.put(name, new long[] {hidden});
    }
  }

  private static void linear(Map<String, long[]> weights, String name, int in, int out) {
    weights.put(name + ".weight", new long[] {out, in});
    weights.put(name + ".bias", new long[] {out});
  }

  /**
   * The number of parameters.
   *
   * @param grid side of the position grid in the published file; the network's own if it is 0
   */
  long parameters(VitFamily family, int grid) {
    long side = grid > 0 ? grid : side();
    long positions = side * side + (classToken && family.classPosition() ? 1 : 0);
    long count = 0;
    for (long[] shape : weights(family).values()) {
      long size = 1;
      for (long dimension : shape) {
        size *= dimension == ANY ? positions : dimension;
      }
      count += size;
    }
    return family.keyBias() || !attentionBias ? count : count - (long) depth * hidden;
  }
}
