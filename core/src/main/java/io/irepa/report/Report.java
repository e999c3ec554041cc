package io.irepa.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.irepa.WholeFile;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** One page about one run or several, which needs no other file. */
public final class Report {
  /** As many as there are colours that people can tell apart. */
  public static final int MOST_RUNS = 8;

  /** Stretches on a page, all curves together, and their bounds for a curve. */
  private static final int STRETCHES = 60_000;

  private static final int MOST_A_CURVE = 400;
  private static final int FEWEST_A_CURVE = 40;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<RunFiles> runs;
  private final List<String> labels;

  private Report(List<RunFiles> runs) {
    this.runs = runs;
    this.labels = Labels.of(runs.stream().map(RunFiles::folder).toList());
  }

  /**
   * Writes a page.
   *
   * @param runs 1 to {@link #MOST_RUNS}, in the order of their colours
   * @param out the page, written aside and renamed
   * @throws IOException if a picture cannot be read or the page not be written
   */
  public static void write(List<RunFiles> runs, Path out) throws IOException {
    WholeFile.write(out, new Report(runs).html());
  }

  private String html() throws IOException {
    StringBuilder out = new StringBuilder();
    String title = Html.escape(String.join(", ", labels));
    out.append("<!doctype html><html lang=en><head><meta charset=utf-8>")
        .append("<meta name=viewport content=\"width=device-width\">")
        .append("<title>%s</title><style>%s</style></head>".formatted(title, text("report.css")))
        .append("<body><header><h1>%s</h1>".formatted(runs.size() == 1 ? title : "Runs"))
        .append(summary())
        .append("<label><input type=checkbox id=raw checked> raw values</label></header>");
    curves(out);
    out.append(Evaluations.html(runs, labels));
    out.append("<h2>Samples</h2>").append(Pictures.html(runs, labels));
    out.append("<h2>Configuration</h2>").append(Configurations.html(runs, labels));
    return out.append("<div id=tip hidden></div><script>%s</script>".formatted(text("report.js")))
        .append("</body></html>\n")
        .toString();
  }

  /** A row a run, which is also the legend. */
  private String summary() {
    StringBuilder out =
        new StringBuilder("<div class=wide><table><tr><th>run<th>steps<th>loss<th>images/s");
    for (int i = 0; i < runs.size(); i++) {
      Map<String, Series> curves = runs.get(i).curves();
      out.append(
          "<tr class=\"run r%d\"><td><label><input type=checkbox checked data-run=%d><i></i>%s</label><td>%d<td>%s<td>%s"
              .formatted(
                  i,
                  i,
                  Html.escape(labels.get(i)),
                  runs.get(i).steps(),
                  number(Optional.ofNullable(curves.get("loss.total")).map(Series::lastValue)),
                  number(
                      Optional.ofNullable(curves.get("images-per-second"))
                          .map(Series::medianOfSecondHalf))));
    }
    return out.append("</table></div>").toString();
  }

  private static String number(Optional<Double> value) {
    return value.map(number -> Ticks.text(number, 4)).orElse("–");
  }

  private void curves(StringBuilder out) throws JsonProcessingException {
    Set<String> names = new LinkedHashSet<>();
    runs.forEach(run -> names.addAll(run.curves().keySet()));
    out.append("<h2>Curves</h2>");
    if (names.isEmpty()) {
      out.append("<p>No metrics: they come from the tracker {type: jsonl}.</p>");
      return;
    }
    int curves = runs.stream().mapToInt(run -> run.curves().size()).sum();
    int most = Math.max(FEWEST_A_CURVE, Math.min(MOST_A_CURVE, STRETCHES / curves));
    List<List<Object>> values = new ArrayList<>();
    out.append("<div class=charts>");
    for (String name : names) {
      List<Optional<Stretches>> lines = new ArrayList<>();
      for (RunFiles run : runs) {
        lines.add(
            Optional.ofNullable(run.curves().get(name)).map(series -> Stretches.of(series, most)));
      }
      out.append(new Chart(name, lines).svg(values.size()));
      values.add(lines.stream().map(Report::hover).toList());
    }
    out.append("</div><script type=application/json id=values>")
        .append(
            JSON.writeValueAsString(Map.of("runs", labels, "charts", values))
                .replace("<", "\\u003c"))
        .append("</script>");
  }

  /** Steps and means for the script, the means to five digits. */
  private static Object hover(Optional<Stretches> stretches) {
    return stretches
        .<Object>map(
            s ->
                Map.of(
                    "steps",
                    IntStream.range(0, s.size()).mapToLong(i -> (long) s.steps()[i]).toArray(),
                    "values",
                    IntStream.range(0, s.size()).mapToDouble(i -> rounded(s.means()[i])).toArray()))
        .orElse(Map.of());
  }

  private static double rounded(double value) {
    return new BigDecimal(value).round(new MathContext(5)).doubleValue();
  }

  private static String text(String resource) throws IOException {
    try (InputStream in = Report.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
