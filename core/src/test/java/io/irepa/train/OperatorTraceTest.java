package io.irepa.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OperatorTraceTest {
  @TempDir private Path folder;

  private OperatorTrace read(String... events) throws IOException {
    Path file =
        Files.writeString(folder.resolve("trace.json"), "[" + String.join(",", events) + "]");
    return OperatorTrace.read(file);
  }

  private static String event(String name, double begin, double duration, String shape) {
    return """
        {"name": "%s", "ph": "X", "ts": %f, "dur": %f, "tid": 1, "shape": %s}
        """
        .formatted(name, begin, duration, shape);
  }

  @Test
  void givesEachOperatorItsOwnTime() throws IOException {
    OperatorTrace trace =
        read(
            event("aten::mm", 2000, 5000, "[[2, 3], [3, 4]]"),
            event("aten::linear", 1000, 9000, "[[2, 3], [4, 3], []]"),
            event("aten::add", 10000, 500, "[[2, 4], [2, 4]]"));

    List<OperatorTrace.Row> rows = trace.rows();
    assertThat(rows.stream().map(OperatorTrace.Row::operator))
        .as("operators, the most expensive first")
        .containsExactly("aten::mm", "aten::linear", "aten::add");
    assertThat(rows.get(1).milliseconds())
        .as("a linear layer without its product")
        .isEqualTo(4.0, within(1e-9));
  }

  @Test
  void countsTheProductThatALinearLayerCallsOnce() throws IOException {
    OperatorTrace trace =
        read(
            event("aten::linear", 0, 9, "[[2, 3], [4, 3], [4]]"),
            event("aten::addmm", 1, 5, "[[4], [2, 3], [3, 4], [], []]"));

    assertThat(trace.flop()).as("2 x 2 x 3 x 4").isEqualTo(48);
  }

  @Test
  void countsBatchedProducts() throws IOException {
    OperatorTrace trace = read(event("aten::bmm", 0, 1, "[[5, 2, 3], [5, 3, 4]]"));

    assertThat(trace.flop()).as("5 x 2 x 2 x 3 x 4").isEqualTo(240);
  }

  @Test
  void countsAConvolutionForwardAndBothItsDerivatives() throws IOException {
    OperatorTrace trace =
        read(
            event("aten::convolution", 0, 1, "[[2, 3, 8, 8], [5, 3, 3, 3], [5], []]"),
            event("aten::mkldnn_convolution", 0.1, 0.5, "[[2, 3, 8, 8], [5, 3, 3, 3], [5], []]"),
            event(
                "aten::convolution_backward",
                2,
                1,
                "[[2, 5, 8, 8], [2, 3, 8, 8], [5, 3, 3, 3], []]"));

    double once = 2.0 * (2 * 5 * 8 * 8) * (3 * 3 * 3);
    assertThat(trace.flop()).as("floating-point operations").isEqualTo(3 * once);
  }

  @Test
  void countsFusedAttentionWithTheScoresThatItsDerivativeComputesAgain() throws IOException {
    String q = "[2, 3, 16, 4]";
    OperatorTrace trace =
        read(
            event(
                "aten::_scaled_dot_product_flash_attention_for_cpu",
                0,
                1,
                "[%s, %s, %s]".formatted(q, q, q)),
            event(
                "aten::_scaled_dot_product_flash_attention_for_cpu_backward",
                2,
                1,
                "[%s, %s, %s, %s]".formatted(q, q, q, q)));

    double product = 2.0 * 2 * 3 * 16 * 16 * 4;
    assertThat(trace.flop()).as("two products forward, five backward").isEqualTo(7 * product);
  }
}
