package io.irepa.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.irepa.IrepaException;
import io.irepa.config.RunConfig;
import io.irepa.spi.DataSource;
import io.irepa.spi.Example;
import io.irepa.tensor.Scope;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Images of the data beside their reconstructions: the pictures of a run without a backbone. */
final class Pairs {
  /** Of a grid: four pairs. */
  static final int COLUMNS = 8;

  private Pairs() {}

  /** As many pairs as {@code sample.count} says. */
  static NDArray of(RunConfig config, RunModel model) throws IOException {
    return of(config, model, config.sample().count());
  }

  /**
   * So many pairs, from all over the data, the same at each call.
   *
   * @return [2N,3,H,W], left to the caller's scope
   */
  static NDArray of(RunConfig config, RunModel model, int count) throws IOException {
    List<float[]> images = new ArrayList<>();
    try (DataSource source = TrainingData.images(config, model)) {
      long size = source.size();
      for (int i = 0; i < Math.min(count, size); i++) {
        Example example =
            source.read(i * size / Math.min(count, size), new SplittableRandom(config.seed()));
        images.add(
            example
                .image()
                .orElseThrow(
                    () -> new IrepaException("The data have no images to be reconstructed.")));
      }
    }
    NDArray all = null;
    int some = Math.min(32, config.train().batch());
    for (int from = 0; from < images.size(); from += some) {
      NDArray part = of(model, images.subList(from, Math.min(images.size(), from + some)));
      all = all == null ? part : all.concat(part);
    }
    return all;
  }

  /**
   * Images and their reconstructions, in turn.
   *
   * @param images in [0,1], [3,H,W] each
   * @return [2N,3,H,W], left to the caller's scope
   */
  static NDArray of(RunModel model, List<float[]> images) {
    int length = images.get(0).length;
    long side = Math.round(Math.sqrt(length / 3.0));
    float[] values = new float[images.size() * length];
    for (int i = 0; i < images.size(); i++) {
      System.arraycopy(images.get(i), 0, values, i * length, length);
    }
    try (Scope scope = Scope.open()) {
      NDArray pixels = model.manager().create(values, new Shape(images.size(), 3, side, side));
      return scope.pass(model.reconstructions(pixels.mul(2f).sub(1f)));
    }
  }
}
