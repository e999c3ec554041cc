package io.irepa.cache;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.irepa.spi.Grid;
import io.irepa.spi.TargetNorm;
import io.irepa.spi.Tokens;
import io.irepa.tensor.Autograd;
import io.irepa.tensor.Host;
import io.irepa.tensor.Scope;
import java.util.Arrays;

/**
 * What the rounding of stored tokens does to the alignment loss. By Cauchy-Schwarz the cosine of
 * any vector with a token changes by no more than the distance between the token's direction before
 * and after.
 */
final class LossError {
  /** As in the cosine of a vector that is 0. */
  private static final float LEAST = 1e-12f;

  private final RowCodec codec;
  private final Grid grid;
  private final TargetNorm norm;
  private final NDManager manager;

  /**
   * @param norm what targets pass before they are compared
   */
  LossError(RowCodec codec, Grid grid, TargetNorm norm, NDManager manager) {
    this.codec = codec;
    this.grid = grid;
    this.norm = norm;
    this.manager = manager;
  }

  /**
   * The most that the mean cosine of these images' tokens can change.
   *
   * @param tokens [B,T,K]
   * @return from 0, where nothing changes, to 2
   */
  double most(float[] tokens) {
    float[] read = codec.rounded(tokens);
    if (Arrays.equals(tokens, read)) {
      return 0;
    }
    try (Scope scope = Scope.open();
        Autograd.Recording off = Autograd.off()) {
      return directions(tokens).sub(directions(read)).norm(new int[] {2}).mean().getFloat();
    }
  }

  private NDArray directions(float[] tokens) {
    long images = tokens.length / codec.numbers();
    Shape shape = new Shape(images, codec.rows(), codec.width());
    NDArray normalized =
        norm.normalize(new Tokens(Host.array(manager, tokens, shape), grid)).values();
    return normalized.div(normalized.norm(new int[] {2}, true).maximum(LEAST));
  }
}
