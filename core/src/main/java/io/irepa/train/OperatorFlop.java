package io.irepa.train;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/**
 * Floating-point operations of the operators that do the work, from the shapes of their inputs: a
 * product and a sum are two. Those that only call others count nothing.
 */
final class OperatorFlop {
  /** Shapes of a convolution's outputs, by those of its input and weight. */
  private final Map<List<List<Long>>, List<Long>> convolved = new HashMap<>();

  /**
   * @param events of the whole step: a convolution's output is known from its derivative alone, so
   *     one of a frozen network counts nothing
   */
  OperatorFlop(List<JsonNode> events) {
    for (JsonNode event : events) {
      if (event.path("name").asText().equals("aten::convolution_backward")) {
        List<List<Long>> shapes = shapes(event);
        convolved.put(shapes.subList(1, 3), shapes.get(0));
      }
    }
  }

  /** 0 for an operator that is no product, or only calls others. */
  double of(JsonNode event) {
    String name = event.path("name").asText();
    if (name.startsWith("aten::_scaled_dot_product_") && !name.endsWith("_math")) {
      return attention(shapes(event), name.endsWith("_backward"));
    }
    return switch (name) {
      case "aten::mm", "aten::bmm" -> product(shapes(event), 0);
      case "aten::addmm", "aten::baddbmm" -> product(shapes(event), 1);
      case "aten::convolution" ->
          convolution(convolved.get(shapes(event).subList(0, 2)), shapes(event).get(1));
      case "aten::convolution_backward" -> // by the input and by the weight
          2 * convolution(shapes(event).get(0), shapes(event).get(2));
      default -> 0;
    };
  }

  /** [m,k] times [k,n], or a batch of them. */
  private static double product(List<List<Long>> shapes, int first) {
    List<Long> right = shapes.get(first + 1);
    return 2 * size(shapes.get(first)) * right.get(right.size() - 1);
  }

  /** An output [B,O,h,w] by a weight [O,C,kh,kw]. */
  private static double convolution(List<Long> output, List<Long> weight) {
    return output == null ? 0 : 2 * size(output) * size(weight) / weight.get(0);
  }

  /** Two products forward; five backward, since the scores are computed again. q, k [B,H,T,d]. */
  private static double attention(List<List<Long>> shapes, boolean backward) {
    List<Long> q = shapes.get(backward ? 1 : 0);
    List<Long> k = shapes.get(backward ? 2 : 1);
    return (backward ? 5 : 2) * 2 * size(q) * k.get(k.size() - 2);
  }

  private static double size(List<Long> shape) {
    return shape.stream().mapToDouble(Long::doubleValue).reduce(1, (a, b) -> a * b);
  }

  private static List<List<Long>> shapes(JsonNode event) {
    List<List<Long>> shapes = new ArrayList<>();
    for (JsonNode shape : event.path("shape")) {
      shapes.add(StreamSupport.stream(shape.spliterator(), false).map(JsonNode::asLong).toList());
    }
    return shapes;
  }
}
