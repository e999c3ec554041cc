package io.irepa.study;

import io.irepa.IoReason;
import io.irepa.IrepaException;
import io.irepa.WholeFile;
import io.irepa.config.StudyPlan;
import io.irepa.report.Html;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes what a study found: the database, the page, and the Markdown file with its charts. */
public final class StudyReport {
  private static final String CHARTS = "charts";

  private final StudyPlan plan;
  private final StudyFolder folder;

  /**
   * @param folder of the study, finished or not
   */
  public StudyReport(StudyPlan plan, StudyFolder folder) {
    this.plan = plan;
    this.folder = folder;
  }

  /** A heading and what is below it, in the order of the page. */
  private record Section(
      String title, String text, List<Table> tables, Map<String, String> charts) {}

  /**
   * Writes all.
   *
   * @throws IrepaException if runs cannot be read, or the files not be written
   */
  public void write() {
    try {
      Files.createDirectories(folder.path());
      StudyResults results = StudyResults.read(plan, folder);
      Database.write(results, folder.results());
      List<Section> sections = sections(new Comparison(results));
      WholeFile.write(folder.page(), html(sections));
      markdown(sections);
    } catch (IOException e) {
      throw new IrepaException(
          "The results of %s cannot be written: %s.".formatted(folder.path(), IoReason.of(e)), e);
    }
  }

  private List<Section> sections(Comparison study) {
    Tables tables = new Tables(study);
    Charts charts = new Charts(study);
    List<Section> sections = new ArrayList<>();
    sections.add(new Section(plan.study().name(), summary(study), List.of(), Map.of()));
    sections.add(
        new Section(
            "Quality and speed",
            "Speed is the steps that the reference takes to a quality over the steps that the runs take to it, on the seeds' mean curves, by linear interpolation between evaluations: 2 is twice as fast. The quality is %s. In brackets, the 95 %% percentile bootstrap interval over the seeds of both."
                .formatted(
                    plan.study()
                        .quality()
                        .target()
                        .map(String::valueOf)
                        .orElse("the reference's own at the end")),
            List.of(tables.quality()),
            Map.of()));
    sections.add(
        new Section(
            "Curves",
            "Lines are means over the seeds, bands go from the least to the greatest.",
            List.of(),
            charts.curves()));
    if (!study.results().encoders().isEmpty()) {
      encoders(study, tables, charts, sections);
    }
    sections.add(
        new Section(
            "Runs",
            "Seconds are those of the run's processes, memory is the most that it held.",
            List.of(tables.runs()),
            Map.of()));
    return sections;
  }

  private void encoders(Comparison study, Tables tables, Charts charts, List<Section> sections) {
    sections.add(
        new Section(
            "Encoders",
            "Spatial metrics of the encoders' tokens, as they are and after the norm %s, and the accuracy of a linear classifier on images that it was not fitted on."
                .formatted(plan.study().spatial().norm().component().type()),
            List.of(tables.encoders()),
            Map.of()));
    try (Correlations correlations = new Correlations(plan)) {
      sections.add(
          new Section(
              "What goes together with quality",
              "Correlation, over the encoders, of the final quality (mean of the seeds) with what was measured of the encoder. %s In brackets, the 95 %% percentile bootstrap interval over the encoders. Of many coefficients some are far from 0 by chance, and few encoders make wide intervals."
                  .formatted(
                      study.lowerIsBetter()
                          ? "Small values of this quality are good ones, so that a negative coefficient means: more of it, better runs."
                          : "A positive coefficient means: more of it, better runs."),
              List.of(tables.correlation(correlations)),
              charts.scatters()));
    }
  }

  private String summary(Comparison study) {
    int all = study.results().runs().size();
    int done = study.results().finished().size();
    return "%d runs%s. Quality is %s, and %s is better."
        .formatted(
            all,
            done == all
                ? ", all finished"
                : ", of which %d are finished; the others are left out".formatted(done),
            plan.study().quality().curve(),
            study.lowerIsBetter() ? "lower" : "higher");
  }

  private static String html(List<Section> sections) throws IOException {
    String title = Html.escape(sections.get(0).title());
    StringBuilder out =
        new StringBuilder("<!doctype html><html lang=en><head><meta charset=utf-8>")
            .append("<meta name=viewport content=\"width=device-width\">")
            .append(
                "<title>%s</title><style>%s</style></head><body>"
                    .formatted(title, resource("study.css")));
    for (Section section : sections) {
      String level = out.indexOf("<h1>") < 0 ? "h1" : "h2";
      out.append("<%1$s>%2$s</%1$s>".formatted(level, Html.escape(section.title())))
          .append("<p>%s</p>".formatted(Html.escape(section.text())));
      section.tables().stream()
          .filter(table -> !table.rows().isEmpty())
          .forEach(table -> out.append(table.html()));
      if (!section.charts().isEmpty()) {
        out.append("<div class=charts>");
        section.charts().values().forEach(svg -> out.append("<figure>" + svg + "</figure>"));
        out.append("</div>");
      }
    }
    return out.append("<script>%s</script></body></html>\n".formatted(resource("study.js")))
        .toString();
  }

  private void markdown(List<Section> sections) throws IOException {
    Path charts = Files.createDirectories(folder.path().resolve(CHARTS));
    Map<String, String> files = new LinkedHashMap<>();
    StringBuilder out = new StringBuilder();
    for (Section section : sections) {
      out.append(out.isEmpty() ? "# " : "## ")
          .append(section.title())
          .append("\n\n")
          .append(section.text())
          .append("\n\n");
      section.tables().stream()
          .filter(table -> !table.rows().isEmpty())
          .forEach(table -> out.append(table.markdown()));
      section
          .charts()
          .forEach(
              (name, svg) -> {
                files.put(name, svg);
                out.append("![%s](%s/%s.svg)\n".formatted(name, CHARTS, name));
              });
      if (!section.charts().isEmpty()) {
        out.append('\n');
      }
    }
    for (Map.Entry<String, String> one : files.entrySet()) {
      WholeFile.write(charts.resolve(one.getKey() + ".svg"), one.getValue() + "\n");
    }
    WholeFile.write(folder.markdown(), out.toString());
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = StudyReport.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
