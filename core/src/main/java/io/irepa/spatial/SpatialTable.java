package io.irepa.spatial;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A result as text: a table for people, JSON for programs. */
public final class SpatialTable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private SpatialTable() {}

  /** A line an encoder and kind of tokens, a column a metric; - where nothing was measured. */
  public static List<String> lines(SpatialResult result) {
    int width = 8;
    for (SpatialResult.OfEncoder encoder : result.encoders()) {
      width = Math.max(width, encoder.name().length());
    }
    String name = "%-" + width + "s  %-9s %-12s";
    StringBuilder head = new StringBuilder(name.formatted("encoder", "grid", "tokens"));
    int column = Math.max(10, result.metrics().stream().mapToInt(String::length).max().orElse(0));
    String cell = "  %" + column + "s";
    result.metrics().forEach(metric -> head.append(cell.formatted(metric)));
    return java.util.stream.Stream.concat(
            java.util.stream.Stream.of(head.toString()),
            result.encoders().stream()
                .flatMap(
                    one ->
                        List.of(
                            name.formatted(one.name(), one.shape().grid(), "as they are")
                                + cells(one.raw(), result, cell),
                            name.formatted("", "", result.norm())
                                + cells(one.normalized(), result, cell))
                            .stream()))
        .toList();
  }

  private static String cells(SpatialResult.Levels levels, SpatialResult result, String cell) {
    StringBuilder text = new StringBuilder();
    for (String metric : result.metrics()) {
      text.append(cell.formatted(number(levels, metric)));
    }
    return text.toString();
  }

  /** The mean of a metric, or - where no image has a value. */
  static String number(SpatialResult.Levels levels, String metric) {
    return SpatialResult.of(levels, metric)
        .map(summary -> String.format(Locale.ROOT, "%.4f", summary.mean()))
        .orElse("-");
  }

  /** All numbers, without the maps; null where no image has a value. */
  public static String json(SpatialResult result) {
    ObjectNode root = JSON.createObjectNode();
    root.put("images", result.images());
    root.put("images-with-foreground", result.masked());
    root.put("resolution", result.side());
    root.put("norm", result.norm());
    ArrayNode encoders = root.putArray("encoders");
    for (SpatialResult.OfEncoder one : result.encoders()) {
      ObjectNode node = encoders.addObject();
      node.put("name", one.name());
      node.put("grid", one.shape().grid().toString());
      node.put("width", one.shape().width());
      levels(node.putObject("raw"), one.raw(), result);
      levels(node.putObject("normalized"), one.normalized(), result);
    }
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Numbers and names can always be printed.", e);
    }
  }

  private static void levels(ObjectNode into, SpatialResult.Levels levels, SpatialResult result) {
    for (String metric : result.metrics()) {
      Optional.ofNullable(levels.metrics().get(metric))
          .filter(summary -> summary.images() > 0)
          .ifPresentOrElse(
              summary ->
                  into.putObject(metric)
                      .put("mean", summary.mean())
                      .put("deviation", summary.deviation())
                      .put("images", summary.images()),
              () -> into.putNull(metric));
    }
  }
}
