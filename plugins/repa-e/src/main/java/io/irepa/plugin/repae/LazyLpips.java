package io.irepa.plugin.repae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.irepa.tensor.Autograd;
import io.irepa.tensor.Precision;
import io.irepa.weights.Pretrained;
import io.irepa.weights.WeightFile;
import java.util.Optional;

/** LPIPS whose weights are read at the first step: sampling needs none. */
final class LazyLpips {
  private final PerceptualFiles files;
  private final Pretrained pretrained;
  private final Precision precision;
  private final NDManager manager;
  private Optional<Lpips> read = Optional.empty();

  /**
   * @param manager owns the weights
   */
  LazyLpips(PerceptualFiles files, Pretrained pretrained, Precision precision, NDManager manager) {
    this.files = files;
    this.pretrained = pretrained;
    this.precision = precision;
    this.manager = manager;
  }

  /** As {@link Lpips#distance}. */
  NDArray distance(NDArray images, NDArray reconstructions) {
    if (read.isEmpty()) {
      try (Autograd.Recording off = Autograd.off();
          WeightFile vgg = pretrained.open(files.vgg());
          WeightFile linear = pretrained.open(files.linear())) {
        read =
            Optional.of(
                new Lpips(
                    LpipsWeights.read(vgg, linear, LpipsWeights.WIDTH, precision, manager),
                    precision,
                    manager));
      }
    }
    return read.orElseThrow().distance(images, reconstructions);
  }
}
