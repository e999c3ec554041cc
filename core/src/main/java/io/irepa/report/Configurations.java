package io.irepa.report;

import io.irepa.FlatYaml;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What differs between configurations, and each as a whole. */
final class Configurations {
  private Configurations() {}

  static String html(List<RunFiles> runs, List<String> labels) {
    StringBuilder out = new StringBuilder();
    if (runs.size() > 1) {
      out.append(difference(runs.stream().map(run -> FlatYaml.of(run.config())).toList(), labels));
    }
    for (int i = 0; i < runs.size(); i++) {
      out.append(
          "<details%s><summary>%s</summary><pre>%s</pre></details>"
              .formatted(
                  runs.size() == 1 ? " open" : "",
                  Html.escape(labels.get(i)),
                  Html.escape(runs.get(i).config())));
    }
    return out.toString();
  }

  private static String difference(List<Map<String, String>> configs, List<String> labels) {
    Set<String> keys = new LinkedHashSet<>();
    configs.forEach(config -> keys.addAll(config.keySet()));
    keys.removeIf(key -> configs.stream().map(c -> c.getOrDefault(key, "")).distinct().count() < 2);
    if (keys.isEmpty()) {
      return "<p>The configurations are equal.</p>";
    }
    StringBuilder out = new StringBuilder("<div class=wide><table class=diff><tr><th>key</th>");
    out.append(labels.stream().map(l -> "<th>" + Html.escape(l)).collect(Collectors.joining()));
    for (String key : keys) {
      out.append("<tr><td><code>%s</code>".formatted(Html.escape(key)));
      for (Map<String, String> config : configs) {
        out.append("<td>" + Html.escape(config.getOrDefault(key, "–")));
      }
    }
    return out.append("</table></div>").toString();
  }
}
