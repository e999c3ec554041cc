package io.irepa.train;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.irepa.tensor.Precision;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a {@link Bench} found.
 *
 * @param name of the configuration
 * @param device of the arrays, such as cpu() or gpu(0)
 * @param threads of libtorch
 * @param batch images a step
 * @param milliseconds of each timed step, sorted
 * @param firstStepSeconds from the start of the process to the end of the first step
 * @param peakMebibytes the most memory that was resident up to the last timed step
 * @param trace of one further step
 * @param bareGflops what one large product reaches
 * @param dataWaitPercent share of the steps spent waiting for data, where data were read
 * @param inputs where a step's inputs come from, where data were read
 * @param phases where the time goes, where a profile was asked for
 */
public record BenchFigures(
    String name,
    Precision precision,
    String device,
    int threads,
    int batch,
    double[] milliseconds,
    double firstStepSeconds,
    OptionalDouble peakMebibytes,
    OperatorTrace trace,
    double bareGflops,
    OptionalDouble dataWaitPercent,
    Optional<String> inputs,
    Optional<PhaseTimes> phases) {

  /** The median step, in milliseconds. */
  public double median() {
    int middle = milliseconds.length / 2;
    return milliseconds.length % 2 == 1
        ? milliseconds[middle]
        : (milliseconds[middle - 1] + milliseconds[middle]) / 2;
  }

  /** Images a second, by the median step. */
  public double imagesPerSecond() {
    return batch * 1e3 / median();
  }

  /** What a step reaches, by its products, convolutions and attention. */
  public double gflops() {
    return trace.flop() / (median() / 1e3) / 1e9;
  }

  /** One JSON object on one line. */
  public String json() {
    ObjectNode node = new ObjectMapper().createObjectNode();
    node.put("name", name);
    node.put("images_per_second", rounded(imagesPerSecond()));
    node.put("ms_per_step", rounded(median()));
    node.put("first_step_seconds", rounded(firstStepSeconds));
    peakMebibytes.ifPresent(mib -> node.put("peak_rss_gb", rounded(mib * 1024 * 1024 / 1e9)));
    node.put("gflops", rounded(gflops()));
    node.put("gflops_of_a_bare_gemm", rounded(bareGflops));
    dataWaitPercent.ifPresent(percent -> node.put("data_wait_percent", rounded(percent)));
    inputs.ifPresent(text -> node.put("inputs", text));
    node.put("precision", precision.name().toLowerCase(java.util.Locale.ROOT));
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
