package io.irepa.spatial;

import io.irepa.evaluate.TokenMetrics;
import io.irepa.spi.TokenShape;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The spatial structure of several encoders' tokens.
 *
 * @param images that were encoded
 * @param masked of them that have a foreground
 * @param side of the images in pixels
 * @param norm name of the norm
 * @param metrics names of the metrics
 * @param encoders in the order of the configuration
 * @param shown images that maps are there for, [3,side,side] in [0,1]
 */
public record SpatialResult(
    int images,
    int masked,
    int side,
    String norm,
    List<String> metrics,
    List<OfEncoder> encoders,
    List<float[]> shown) {

  /**
   * One encoder's.
   *
   * @param name by which it is told from the others
   * @param shape of its tokens
   * @param raw its tokens as they are
   * @param normalized its tokens after the norm
   */
  public record OfEncoder(String name, TokenShape shape, Levels raw, Levels normalized) {}

  /**
   * Tokens of one kind.
   *
   * @param metrics by name
   * @param maps a shown image's similarities of all tokens to all [T,T], from -127 for -1 to 127
   *     for 1
   */
  public record Levels(Map<String, TokenMetrics.Summary> metrics, List<byte[]> maps) {}

  /** Whether a metric has no value for any image, as those that need masks where there are none. */
  public boolean lacksValues() {
    return encoders.stream()
        .anyMatch(one -> metrics.stream().anyMatch(metric -> of(one.raw(), metric).isEmpty()));
  }

  /** A metric of an encoder's tokens, if it was measured. */
  static Optional<TokenMetrics.Summary> of(Levels levels, String metric) {
    return Optional.ofNullable(levels.metrics().get(metric)).filter(one -> one.images() > 0);
  }
}
