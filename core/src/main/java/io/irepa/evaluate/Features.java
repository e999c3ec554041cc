package io.irepa.evaluate;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.irepa.IrepaException;
import io.irepa.config.EvaluateConfig;
import io.irepa.spi.Encoder;
import java.util.Optional;

/** One vector an image, from an encoder. */
final class Features {
  private final EvaluateConfig.Features config;
  private final Encoder encoder;
  private final String name;

  Features(EvaluateConfig.Features config, Encoder encoder, String name) {
    this.config = config;
    this.encoder = encoder;
    this.name = name;
  }

  String name() {
    return name;
  }

  EvaluateConfig.Features config() {
    return config;
  }

  /** Changes whenever the vectors of any image could. */
  String fingerprint() {
    return "%s %s %d".formatted(encoder.fingerprint(), config.pool(), config.channels());
  }

  /**
   * The vectors of images.
   *
   * @param images [B,3,H,W] in [0,1]
   * @return [B,D] float32 on the CPU, left to the innermost scope
   * @throws IrepaException if the encoder has none, or gives numbers that are not finite
   */
  NDArray of(NDArray images) {
    Encoder.Encoding encoding = encoder.encode(images);
    NDArray vectors =
        switch (config.pool()) {
          case MEAN -> encoding.tokens().mean(new int[] {1});
          case GLOBAL, LOGITS -> whole(encoding);
          case SPATIAL -> spatial(encoding.tokens());
        };
    NDArray found = vectors.toType(DataType.FLOAT32, false).toDevice(Device.cpu(), false);
    for (float value : found.toFloatArray()) {
      if (!Float.isFinite(value)) {
        throw new IrepaException(
            "The features %s of an image are not finite: the encoder gives %s."
                .formatted(name, value));
      }
    }
    return found;
  }

  private NDArray whole(Encoder.Encoding encoding) {
    Optional<NDArray> global = encoding.global();
    if (global.isPresent()) {
      return global.get();
    }
    NDArray tokens = encoding.tokens();
    if (tokens.getShape().get(1) != 1) {
      throw new IrepaException(
          "The encoder %s gives no vector for an image as a whole. Set pool: mean for the features %s."
              .formatted(config.encoder().component().type(), name));
    }
    return tokens.squeeze(1);
  }

  private NDArray spatial(NDArray tokens) {
    Shape shape = tokens.getShape();
    long channels = Math.min(config.channels(), shape.get(2));
    return tokens
        .get(":, :, 0:" + channels)
        .reshape(new Shape(shape.get(0), shape.get(1) * channels));
  }
}
