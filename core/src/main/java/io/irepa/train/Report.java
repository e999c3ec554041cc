package io.irepa.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.irepa.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** {@code report.html}: loss curves, sample grids over time and the configuration, in one file. */
final class Report {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int WIDTH = 420;
  private static final int HEIGHT = 160;

  private Report() {}

  /** Writes the report of a run's folder from metrics.jsonl, samples/ and config.yaml. */
  static void write(Path run, String name) throws IOException {
    StringBuilder html = new StringBuilder();
    html.append("<!doctype html><html lang=en><meta charset=utf-8><title>")
        .append(escape(name))
        .append("</title><style>:root{color-scheme:light dark}")
        .append(
            "body{font:15px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}")
        .append(
            "svg{border:1px solid #8884;border-radius:6px;margin:4px}figure{display:inline-block;margin:4px}")
        .append(
            "img{max-width:100%;image-rendering:pixelated}pre{background:#8882;padding:1rem;overflow:auto}")
        .append("text{font-size:11px;fill:currentColor}</style><h1>")
        .append(escape(name))
        .append("</h1><h2>Curves</h2>");
    curves(run).forEach((term, points) -> html.append(chart(term, points)));
    html.append("<h2>Samples</h2>");
    for (Path png : samples(run)) {
      html.append("<figure><img alt=samples src=\"data:image/png;base64,")
          .append(Base64.getEncoder().encodeToString(Files.readAllBytes(png)))
          .append("\"><figcaption>")
          .append(escape(png.getFileName().toString().replace(".png", "")))
          .append("</figcaption></figure>");
    }
    html.append("<h2>Configuration</h2><pre>")
        .append(escape(Files.readString(run.resolve("config.yaml"))))
        .append("</pre></html>\n");
    WholeFile.write(run.resolve("report.html"), html.toString());
  }

  private static Map<String, List<double[]>> curves(Path run) throws IOException {
    Map<String, List<double[]>> curves = new LinkedHashMap<>();
    Path metrics = run.resolve("metrics.jsonl");
    if (Files.exists(metrics)) {
      for (String line : Files.readAllLines(metrics)) {
        JsonNode node = JSON.readTree(line);
        double step = node.path("step").asDouble();
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
          if (entry.getValue().isNumber() && !entry.getKey().equals("step")) {
            curves
                .computeIfAbsent(entry.getKey(), k -> new ArrayList<>())
                .add(new double[] {step, entry.getValue().asDouble()});
          }
        }
      }
    }
    return curves;
  }

  private static List<Path> samples(Path run) throws IOException {
    try (Stream<Path> files = Files.list(run.resolve("samples"))) {
      return files
          .filter(file -> file.getFileName().toString().matches("step-[0-9]+\\.png"))
          .sorted(
              Comparator.comparingLong(
                  file -> Long.parseLong(file.getFileName().toString().replaceAll("[^0-9]", ""))))
          .toList();
    }
  }

  private static String chart(String term, List<double[]> points) {
    double low = points.stream().mapToDouble(p -> p[1]).min().orElse(0);
    double high = points.stream().mapToDouble(p -> p[1]).max().orElse(1);
    double span = high > low ? high - low : 1;
    double last = points.get(points.size() - 1)[0];
    return "<svg width=%d height=%d role=img aria-label=\"%s\">"
            .formatted(WIDTH, HEIGHT, escape(term))
        + "<text x=8 y=16>%s</text>".formatted(escape(term))
        + "<text x=8 y=32>%s</text><text x=8 y=%d>%s</text>"
            .formatted(number(high), HEIGHT - 18, number(low))
        + "<text x=%d y=%d text-anchor=end>step %s</text>"
            .formatted(WIDTH - 8, HEIGHT - 4, number(last))
        + polyline(points, 1, low, span, last, 0.25)
        + polyline(points, Math.max(1, points.size() / 30), low, span, last, 1)
        + "</svg>";
  }

  /** The curve as means over stretches of so many points. */
  private static String polyline(
      List<double[]> points, int stretch, double low, double span, double last, double opacity) {
    StringBuilder line = new StringBuilder();
    for (int from = 0; from < points.size(); from += stretch) {
      List<double[]> some = points.subList(from, Math.min(points.size(), from + stretch));
      double x = some.stream().mapToDouble(p -> p[0]).average().orElse(0);
      double y = some.stream().mapToDouble(p -> p[1]).average().orElse(0);
      line.append(
          String.format(
              Locale.ROOT,
              "%.1f,%.1f ",
              60 + (WIDTH - 70) * x / Math.max(1, last),
              HEIGHT - 24 - (HEIGHT - 52) * (y - low) / span));
    }
    return "<polyline fill=none stroke=#2a78d6 stroke-width=1.5 opacity=%s points=\"%s\"/>"
        .formatted(opacity, line.toString().trim());
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e7
        ? String.valueOf((long) value)
        : String.format(Locale.ROOT, "%.4g", value);
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
