package io.irepa.plugin.repae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.irepa.spi.LatentScale;
import io.irepa.spi.Losses;
import io.irepa.tensor.Autograd;
import io.irepa.tensor.Initializer;
import io.irepa.tensor.Kernel;
import io.irepa.tensor.Parameters;
import java.util.List;
import java.util.Map;

/**
 * The batch norm between autoencoder and model (REPA-E, arXiv 2504.10483, section 3.3): no affine
 * part, so that latents keep zero mean and unit variance while the autoencoder changes. The running
 * statistics start from the autoencoder's scale: mean = bias, variance = 1 / scale².
 */
final class LatentNorm {
  private static final double EPSILON = 1e-4;
  private static final String MEAN = "running_mean";
  private static final String VARIANCE = "running_var";

  private final Parameters parameters;
  private final float momentum;
  private final Kernel running;
  private final Kernel batch;

  /**
   * @param parameters empty; the statistics are its buffers
   * @param channels of the latents
   * @param scale of the latents before training
   * @param momentum share of a batch in the running statistics
   */
  LatentNorm(Parameters parameters, int channels, LatentScale scale, double momentum) {
    this.parameters = parameters;
    this.momentum = (float) momentum;
    Map<String, Double> constants = Map.of("epsilon", EPSILON);
    this.running = Kernel.of(LatentNorm.class, "latent_norm.ts.py", constants);
    this.batch = Kernel.of(LatentNorm.class, "latent_norm_batch.ts.py", constants);
    float[] means = new float[channels];
    float[] variances = new float[channels];
    for (int i = 0; i < channels; i++) {
      means[i] = (float) number(scale.bias(), i);
      double factor = number(scale.scale(), i);
      variances[i] = (float) (1 / (factor * factor));
    }
    parameters.buffer(MEAN, new Shape(channels), Initializer.values(means));
    parameters.buffer(VARIANCE, new Shape(channels), Initializer.values(variances));
  }

  private static double number(List<Double> numbers, int channel) {
    return numbers.get(numbers.size() == 1 ? 0 : channel);
  }

  /** Raw latents [B,C,h,w] by the running statistics; differentiable. */
  NDArray byRunning(NDArray raw) {
    return running.call(raw, parameters.get(MEAN), parameters.get(VARIANCE));
  }

  /** Raw latents [B,C,h,w] by their own statistics, which the running ones follow. */
  NDArray byBatch(NDArray raw, Losses losses) {
    NDList found = batch.callForAll(raw, parameters.get(MEAN));
    follow(losses, MEAN, found.get(1));
    follow(losses, VARIANCE, found.get(2));
    return found.get(0);
  }

  /** Lets the running statistics follow raw latents [B,C,h,w]. */
  void follow(NDArray raw, Losses losses) {
    try (Autograd.Recording off = Autograd.off()) {
      byBatch(raw, losses);
    }
  }

  private void follow(Losses losses, String name, NDArray value) {
    NDArray buffer = parameters.get(name);
    losses.move(buffer, buffer.mul(1 - momentum).add(value.mul(momentum)));
  }

  /** Raw latents of normalized ones [B,C,h,w]: the inverse of {@link #byRunning}. */
  NDArray undo(NDArray normalized) {
    Shape row = new Shape(1, -1, 1, 1);
    NDArray deviation = parameters.get(VARIANCE).add((float) EPSILON).sqrt().reshape(row);
    return normalized.mul(deviation).add(parameters.get(MEAN).reshape(row));
  }
}
