package io.irepa.train;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.irepa.spi.TokenShape;
import io.irepa.tensor.Precision;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * What an {@link EncoderBench} found.
 *
 * @param type of the encoder
 * @param shape of its tokens
 * @param precision of its products
 * @param device of the arrays, such as cpu() or gpu(0)
 * @param threads of libtorch
 * @param batch images a pass
 * @param loading milliseconds until the encoder was built, its weights read
 * @param milliseconds of each timed pass, sorted
 * @param peakMebibytes the most memory that was resident
 */
public record EncoderFigures(
    String type,
    TokenShape shape,
    Precision precision,
    String device,
    int threads,
    int batch,
    double loading,
    double[] milliseconds,
    OptionalDouble peakMebibytes) {

  /** The median pass, in milliseconds; of an even number, the later of the two in the middle. */
  public double median() {
    return milliseconds[milliseconds.length / 2];
  }

  /** Images a second, by the median pass. */
  public double imagesPerSecond() {
    return batch * 1e3 / median();
  }

  /** One JSON object on one line. */
  public String json() {
    ObjectNode node = new ObjectMapper().createObjectNode();
    node.put("encoder", type);
    node.put("grid", shape.grid().toString());
    node.put("width", shape.width());
    node.put("images_per_second", rounded(imagesPerSecond()));
    node.put("ms_per_batch", rounded(median()));
    node.put("loading_ms", rounded(loading));
    peakMebibytes.ifPresent(mib -> node.put("peak_rss_gb", rounded(mib * 1024 * 1024 / 1e9)));
    node.put("precision", precision.name().toLowerCase(Locale.ROOT));
    node.put("threads", threads);
    node.put("device", device);
    node.put("batch", batch);
    node.put("steps", milliseconds.length);
    return node.toString();
  }

  private static double rounded(double value) {
    return Math.round(value * 1e3) / 1e3;
  }
}
