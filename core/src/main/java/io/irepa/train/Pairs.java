package io.irepa.train;

import ai.djl.ndarray.NDArray;
import io.irepa.config.RunConfig;
import io.irepa.evaluate.SourceImages;
import io.irepa.spi.DataSource;
import io.irepa.tensor.Scope;
import java.util.List;

/** Images of the data beside their reconstructions: the pictures of a run without a backbone. */
final class Pairs {
  /** Of a grid: four pairs. */
  static final int COLUMNS = 8;

  private Pairs() {}

  /** As many pairs as {@code sample.count} says. */
  static NDArray of(RunConfig config, RunModel model) {
    return of(config, model, config.sample().count());
  }

  /**
   * So many pairs, from all over the data, the same at each call.
   *
   * @return [2N,3,H,W], left to the caller's scope
   */
  static NDArray of(RunConfig config, RunModel model, int count) {
    try (DataSource source = TrainingData.images(config, model)) {
      SourceImages images = new SourceImages(source, count);
      int some = model.samplesAtOnce();
      NDArray all = null;
      for (int from = 0; from < images.count(); from += some) {
        NDArray part = of(model, images.read(from, Math.min(images.count(), from + some), false));
        all = all == null ? part : all.concat(part);
      }
      return all;
    }
  }

  /**
   * Images and their reconstructions, in turn.
   *
   * @return [2N,3,H,W], left to the caller's scope
   */
  static NDArray of(RunModel model, List<SourceImages.One> images) {
    try (Scope scope = Scope.open()) {
      NDArray pixels = SourceImages.pixels(images, model.manager());
      return scope.pass(model.reconstructions(pixels.mul(2f).sub(1f)));
    }
  }
}
