package io.irepa.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The numbers of evaluations by command, a row each. */
final class Evaluations {
  private static final String PREFIX = "evaluate.";

  private Evaluations() {}

  /** A heading and a table; nothing where there was none. */
  static String html(List<RunFiles> runs, List<String> labels) {
    Set<String> names = new LinkedHashSet<>();
    runs.forEach(
        run ->
            run.evaluations()
                .forEach(
                    one ->
                        one.path("numbers").properties().stream()
                            .map(Map.Entry::getKey)
                            .forEach(names::add)));
    if (names.isEmpty()) {
      return "";
    }
    StringBuilder out =
        new StringBuilder(
            "<h2>Evaluations</h2><div class=wide><table><tr><th>run<th>step<th>weights<th>samples");
    names.forEach(
        name ->
            out.append("<th>")
                .append(
                    Html.escape(name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name)));
    for (int i = 0; i < runs.size(); i++) {
      for (JsonNode one : runs.get(i).evaluations()) {
        out.append(
            "<tr class=\"run r%d\"><td><i></i>%s<td>%d<td>%s<td>%d"
                .formatted(
                    i,
                    Html.escape(labels.get(i)),
                    one.path("step").asLong(),
                    Html.escape(one.path("weights").asText()),
                    one.path("samples").asLong()));
        for (String name : names) {
          JsonNode number = one.path("numbers").path(name);
          out.append("<td>").append(number.isNumber() ? Ticks.text(number.asDouble(), 5) : "–");
        }
      }
    }
    return out.append("</table></div>").toString();
  }
}
