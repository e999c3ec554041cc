package io.irepa.plugin.autoencoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import io.irepa.tensor.Kernel;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Decodes large latents tile by tile, as the diffusers library does: tiles share a quarter of their
 * side, where one passes over into the next. Memory then follows from the tile. Norms and attention
 * see a tile alone, so that the image differs a little from that of the whole.
 */
final class Tiles {
  private static final int ROWS = 2;
  private static final int COLUMNS = 3;

  private final int latents;
  private final int pixels;
  private final Kernel above;
  private final Kernel left;

  /**
   * @param side of a tile in pixels, a multiple of four times the factor
   * @param factor pixels a latent
   */
  Tiles(int side, int factor) {
    this.pixels = side;
    this.latents = side / factor;
    this.above = blend(ROWS);
    this.left = blend(COLUMNS);
  }

  private Kernel blend(int axis) {
    return Kernel.of(Tiles.class, "vae_blend.ts.py", Map.of("axis", axis, "overlap", pixels / 4));
  }

  /** Whether latents [B,C,h,w] are larger than a tile. */
  boolean cut(NDArray z) {
    return z.getShape().get(ROWS) > latents || z.getShape().get(COLUMNS) > latents;
  }

  /**
   * Decodes.
   *
   * @param z [B,C,h,w]
   * @param decode of one tile
   * @return [B,3,H,W], left to the innermost scope
   */
  NDArray decode(NDArray z, UnaryOperator<NDArray> decode) {
    long height = z.getShape().get(ROWS);
    long width = z.getShape().get(COLUMNS);
    int step = latents - latents / 4;
    NDList rows = new NDList();
    NDList before = new NDList();
    for (long y = 0; y < height; y += step) {
      NDList row = new NDList();
      NDList shown = new NDList();
      for (long x = 0; x < width; x += step) {
        NDArray tile =
            decode.apply(
                z.get(
                    new NDIndex(
                        ":, :, {}:{}, {}:{}",
                        y,
                        Math.min(height, y + latents),
                        x,
                        Math.min(width, x + latents))));
        if (!before.isEmpty()) {
          tile = above.call(before.get(row.size()), tile);
        }
        if (!row.isEmpty()) {
          tile = left.call(row.get(row.size() - 1), tile);
        }
        row.add(tile);
        shown.add(cropped(tile));
      }
      rows.add(NDArrays.concat(shown, COLUMNS));
      before = row;
    }
    return NDArrays.concat(rows, ROWS);
  }

  /** What the next tiles do not show again. */
  private NDArray cropped(NDArray tile) {
    int most = pixels - pixels / 4;
    return tile.get(
        new NDIndex(
            ":, :, :{}, :{}",
            Math.min(most, tile.getShape().get(ROWS)),
            Math.min(most, tile.getShape().get(COLUMNS))));
  }
}
