package io.irepa.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The operators of one step, from the trace that libtorch's profiler writes: the time of each
 * without the operators that it calls, and the floating-point operations of products, convolutions
 * and attention.
 */
public final class OperatorTrace {
  private final Map<String, Sum> sums = new HashMap<>();

  private OperatorTrace() {}

  /**
   * One operator.
   *
   * @param operator such as {@code aten::mm}
   * @param milliseconds without the operators that it calls
   * @param percent of all operators
   * @param flop floating-point operations; 0 for what is no product
   */
  public record Row(
      String operator, long calls, double milliseconds, double percent, double flop) {}

  private static final class Sum {
    private long calls;
    private double microseconds;
    private double flop;
  }

  /** A call that has begun, and the time of those within it. */
  private static final class Open {
    private final JsonNode event;
    private final double end;
    private double within;

    Open(JsonNode event) {
      this.event = event;
      this.end = begin(event) + duration(event);
    }
  }

  /** Reads a trace in Chrome's format with the shapes of inputs. */
  static OperatorTrace read(Path file) throws IOException {
    List<JsonNode> events = new ArrayList<>();
    new ObjectMapper()
        .readTree(file.toFile())
        .forEach(
            event -> {
              if (event.path("ph").asText().equals("X")) {
                events.add(event);
              }
            });
    events.sort(
        Comparator.comparingDouble(OperatorTrace::begin)
            .thenComparing(Comparator.comparingDouble(OperatorTrace::duration).reversed()));
    OperatorTrace trace = new OperatorTrace();
    OperatorFlop flop = new OperatorFlop(events);
    Map<String, Deque<Open>> open = new HashMap<>();
    for (JsonNode event : events) {
      Deque<Open> stack =
          open.computeIfAbsent(event.path("tid").asText(), thread -> new ArrayDeque<>());
      while (!stack.isEmpty() && stack.peek().end <= begin(event)) {
        trace.add(stack.pop(), flop);
      }
      if (!stack.isEmpty()) {
        stack.peek().within += duration(event);
      }
      stack.push(new Open(event));
    }
    open.values().forEach(stack -> stack.forEach(call -> trace.add(call, flop)));
    return trace;
  }

  private static double begin(JsonNode event) {
    return event.path("ts").asDouble();
  }

  private static double duration(JsonNode event) {
    return event.path("dur").asDouble();
  }

  private void add(Open call, OperatorFlop flop) {
    Sum sum = sums.computeIfAbsent(call.event.path("name").asText(), name -> new Sum());
    sum.calls++;
    sum.microseconds += duration(call.event) - call.within;
    sum.flop += flop.of(call.event);
  }

  /** Floating-point operations of the step. */
  double flop() {
    return sums.values().stream().mapToDouble(sum -> sum.flop).sum();
  }

  /** All operators, the most expensive first. */
  public List<Row> rows() {
    double all = sums.values().stream().mapToDouble(sum -> sum.microseconds).sum();
    return sums.entrySet().stream()
        .map(
            entry -> {
              Sum sum = entry.getValue();
              return new Row(
                  entry.getKey(),
                  sum.calls,
                  sum.microseconds / 1e3,
                  100 * sum.microseconds / all,
                  sum.flop);
            })
        .sorted(Comparator.comparingDouble(Row::milliseconds).reversed())
        .toList();
  }
}
