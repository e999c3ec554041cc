package io.irepa.plugin.autoencoder;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.irepa.IrepaException;
import io.irepa.spi.LatentScale;
import io.irepa.tensor.StoredArray;
import io.irepa.weights.WeightFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Statistics of latents as published in files: REPA-E's {@code latents_scale} and {@code
 * latents_bias}, or VA-VAE's {@code mean} and {@code std}, each of one number or one a channel.
 */
final class Statistics {
  /** As runs have them that train an autoencoder. */
  private static final String RUNNING_MEAN = "latent-norm.running_mean";

  private static final String RUNNING_VARIANCE = "latent-norm.running_var";

  private Statistics() {}

  /**
   * Reads a file.
   *
   * @throws IrepaException if it cannot be read, has no such arrays, or is for another count of
   *     channels
   */
  static LatentScale read(Path path, int channels, NDManager manager) {
    try (WeightFile file = WeightFile.open(path);
        NDManager reading = manager.newSubManager(Device.cpu())) {
      Map<String, StoredArray> arrays = file.arrays();
      if (arrays.containsKey("latents_scale") && arrays.containsKey("latents_bias")) {
        return new LatentScale(
            numbers(path, arrays, "latents_scale", channels, reading),
            numbers(path, arrays, "latents_bias", channels, reading));
      }
      if (arrays.containsKey("mean") && arrays.containsKey("std")) {
        return new LatentScale(
            numbers(path, arrays, "std", channels, reading).stream().map(s -> 1 / s).toList(),
            numbers(path, arrays, "mean", channels, reading));
      }
      if (arrays.containsKey(RUNNING_MEAN) && arrays.containsKey(RUNNING_VARIANCE)) {
        return new LatentScale(
            numbers(path, arrays, RUNNING_VARIANCE, channels, reading).stream()
                .map(variance -> 1 / Math.sqrt(variance))
                .toList(),
            numbers(path, arrays, RUNNING_MEAN, channels, reading));
      }
      throw new IrepaException(
          "%s holds no statistics of latents: it has the arrays %s, and latents_scale and latents_bias, or mean and std, are needed, or a run's model.safetensors with latent-norm."
              .formatted(path, arrays.keySet()));
    }
  }

  private static List<Double> numbers(
      Path path, Map<String, StoredArray> arrays, String name, int channels, NDManager manager) {
    StoredArray stored = arrays.get(name);
    long size = stored.shape().size();
    if (size != 1 && size != channels) {
      throw new IrepaException(
          "%s: %s has the shape %s, and the latents have %d channels. It belongs to another autoencoder."
              .formatted(path, name, stored.shape(), channels));
    }
    NDArray values = stored.read(manager).toType(DataType.FLOAT64, false);
    List<Double> numbers = new ArrayList<>();
    for (double value : values.toDoubleArray()) {
      numbers.add(value);
    }
    return numbers;
  }
}
