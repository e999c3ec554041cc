package io.irepa.plugin.repae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.irepa.spi.Losses;
import io.irepa.tensor.Autograd;
import io.irepa.tensor.Kernel;
import io.irepa.tensor.Precision;

/**
 * How good reconstructions are, without a part in the loss: the peak signal-to-noise ratio in dB,
 * and structural similarity (SSIM, Wang et al. 2004), each image by itself, then averaged.
 */
final class Quality {
  private static final int WINDOW = 11;
  private static final double DEVIATION = 1.5;
  private static final float RANGE = 2;

  private final Kernel ssim = Kernel.of(Quality.class, "ssim.ts.py");
  private final NDArray window;

  /**
   * @param manager owns the window
   */
  Quality(Precision precision, NDManager manager) {
    double[] weights = new double[WINDOW];
    double sum = 0;
    for (int i = 0; i < WINDOW; i++) {
      double x = i - WINDOW / 2;
      weights[i] = Math.exp(-x * x / (2 * DEVIATION * DEVIATION));
      sum += weights[i];
    }
    for (int i = 0; i < WINDOW; i++) {
      weights[i] /= sum;
    }
    NDArray wide = manager.create(weights);
    this.window = wide.toType(precision.edgeType(), true).duplicate();
    wide.close();
  }

  /** Reports {@code psnr} and, of images of at least 11 pixels, {@code ssim}. */
  void report(NDArray images, NDArray reconstructions, Losses losses) {
    try (Autograd.Recording off = Autograd.off()) {
      NDArray clipped = reconstructions.clip(-1, 1);
      NDArray error =
          images.sub(clipped).square().flatten(1, -1).mean(new int[] {1}).maximum(1e-10f);
      losses.figure("psnr", error.div(RANGE * RANGE).log10().mul(-10f).mean());
      if (images.getShape().get(2) >= WINDOW && images.getShape().get(3) >= WINDOW) {
        losses.figure("ssim", ssim.call(images, clipped, window));
      }
    }
  }
}
