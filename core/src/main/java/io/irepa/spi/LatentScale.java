package io.irepa.spi;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.irepa.IrepaException;
import java.util.List;

/**
 * What brings an autoencoder's raw latents to about zero mean and unit variance: (z − bias) ·
 * scale.
 *
 * @param scale one number, or one a channel; positive
 * @param bias one number, or one a channel
 * @since 0.1
 */
public record LatentScale(List<Double> scale, List<Double> bias) {
  /** Leaves latents as they are. */
  public static final LatentScale NONE = new LatentScale(List.of(1.0), List.of(0.0));

  /**
   * Copies the lists.
   *
   * @param scale one number, or one a channel
   * @param bias one number, or one a channel
   * @throws IrepaException if a list is empty or a scale is not positive
   */
  public LatentScale {
    scale = List.copyOf(scale);
    bias = List.copyOf(bias);
    if (scale.isEmpty() || bias.isEmpty()) {
      throw new IrepaException(
          "The latents' scale and bias are one number, or one for each channel; they are empty.");
    }
    if (scale.stream().anyMatch(value -> !(value > 0) || value.isInfinite())) {
      throw new IrepaException(
          "The latents' scale is " + scale + "; each number must be positive and finite.");
    }
  }

  /**
   * Scales raw latents; differentiable.
   *
   * @param raw [B,C,h,w]
   * @return of the same shape; the array itself where there is nothing to do
   * @throws IrepaException if there are numbers for another count of channels
   */
  public NDArray apply(NDArray raw) {
    return equals(NONE) ? raw : raw.sub(row(raw, bias)).mul(row(raw, scale));
  }

  /**
   * The inverse of {@link #apply}; differentiable.
   *
   * @param scaled [B,C,h,w]
   * @return of the same shape; the array itself where there is nothing to do
   * @throws IrepaException if there are numbers for another count of channels
   */
  public NDArray undo(NDArray scaled) {
    return equals(NONE) ? scaled : scaled.div(row(scaled, scale)).add(row(scaled, bias));
  }

  /** [1,C,1,1], or one number to be broadcast. */
  private static NDArray row(NDArray latents, List<Double> numbers) {
    long channels = latents.getShape().get(1);
    if (numbers.size() != 1 && numbers.size() != channels) {
      throw new IrepaException(
          "Latents of the shape %s have %d channels, and the scale or bias has %d numbers. Give one number, or one for each channel."
              .formatted(latents.getShape(), channels, numbers.size()));
    }
    float[] values = new float[numbers.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = numbers.get(i).floatValue();
    }
    return latents.getManager().create(values, new Shape(1, values.length, 1, 1));
  }
}
