package io.irepa.study;

import io.irepa.report.Html;
import io.irepa.report.Ticks;
import java.util.List;
import java.util.Locale;

/**
 * Axes of a chart as SVG that looks the same on a page and as a file of its own: its colours stand
 * in it, on white.
 */
final class Plot {
  static final int WIDTH = 460;
  static final int HEIGHT = 260;

  /** Okabe and Ito's colours, which people with any colour vision tell apart. */
  private static final List<String> COLOURS =
      List.of(
          "#6b7280", "#0072b2", "#d55e00", "#009e73", "#b5548a", "#b07900", "#3b9ad9", "#8a4b2a");

  private static final int LEFT = 58;
  private static final int RIGHT = 14;
  private static final int TOP = 26;
  private static final int BOTTOM = 40;

  private final StringBuilder out = new StringBuilder();
  private final Axis x;
  private final Axis y;

  /** A range of numbers. */
  record Axis(String label, double low, double high) {
    /** From the least to the greatest number, and a margin. */
    static Axis around(String label, double[] numbers) {
      double low = java.util.Arrays.stream(numbers).min().orElse(0);
      double high = java.util.Arrays.stream(numbers).max().orElse(1);
      double size = Math.max(Math.abs(low), Math.abs(high));
      double margin = high - low <= 1e-9 * size ? Math.max(1e-12, 0.1 * size) : 0.06 * (high - low);
      return new Axis(label, low - margin, high + margin);
    }
  }

  Plot(String title, Axis x, Axis y) {
    this.x = x;
    this.y = y;
    String name = Html.escape(title);
    out.append(
            format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\" font-family=\"system-ui,sans-serif\" font-size=\"11\">",
                WIDTH, HEIGHT, name))
        .append(format("<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>", WIDTH, HEIGHT))
        .append(
            format(
                "<text x=\"%d\" y=\"16\" font-size=\"13\" font-weight=\"600\" fill=\"#1c1f23\">%s</text>",
                LEFT, name));
    for (double tick : Ticks.between(y.low(), y.high(), 5)) {
      out.append(
          format("<path d=\"M%d %.1fH%d\" stroke=\"#dfe3e8\"/>", LEFT, y(tick), WIDTH - RIGHT));
      text(LEFT - 6, y(tick) + 4, "end", Ticks.text(tick));
    }
    for (double tick : Ticks.between(x.low(), x.high(), 6)) {
      text(x(tick), HEIGHT - BOTTOM + 15, "middle", Ticks.text(tick));
    }
    text((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 8, "middle", x.label());
    out.append(
        format(
            "<text transform=\"translate(13 %.1f) rotate(-90)\" text-anchor=\"middle\" fill=\"#5f6670\">%s</text>",
            (TOP + HEIGHT - BOTTOM) / 2.0, Html.escape(y.label())));
  }

  static String colour(int series) {
    return COLOURS.get(series % COLOURS.size());
  }

  double x(double value) {
    return LEFT + (WIDTH - LEFT - RIGHT) * (value - x.low()) / (x.high() - x.low());
  }

  double y(double value) {
    return TOP + (HEIGHT - TOP - BOTTOM) * (y.high() - value) / (y.high() - y.low());
  }

  private void text(double atX, double atY, String anchor, String text) {
    out.append(
        format(
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"#5f6670\">%s</text>",
            atX, atY, anchor, Html.escape(text)));
  }

  /** A line through points, and a band from the least to the greatest values around it. */
  void band(int series, double[] steps, double[] low, double[] mean, double[] high) {
    StringBuilder around = new StringBuilder();
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < steps.length; i++) {
      around.append(format("%.1f,%.1f ", x(steps[i]), y(high[i])));
      line.append(format("%.1f,%.1f ", x(steps[i]), y(mean[i])));
    }
    for (int i = steps.length - 1; i >= 0; i--) {
      around.append(format("%.1f,%.1f ", x(steps[i]), y(low[i])));
    }
    out.append(
        format(
            "<polygon points=\"%s\" fill=\"%s\" opacity=\"0.18\"/><polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\" stroke-linejoin=\"round\"/>",
            around.toString().trim(), colour(series), line.toString().trim(), colour(series)));
  }

  /** A point with its name, and a bar from the least to the greatest value. */
  void point(int series, double atX, double low, double mean, double high, String label) {
    String colour = colour(series);
    out.append(
        format(
            "<path d=\"M%.1f %.1fV%.1f\" stroke=\"%s\" opacity=\"0.5\"/><circle cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\" fill=\"%s\"><title>%s</title></circle><text x=\"%.1f\" y=\"%.1f\" font-size=\"9\" fill=\"%s\">%s</text>",
            x(atX),
            y(low),
            y(high),
            colour,
            x(atX),
            y(mean),
            colour,
            Html.escape("%s: %s, %s".formatted(label, Ticks.text(atX), Ticks.text(mean))),
            x(atX) + 5,
            y(mean) + 3,
            colour,
            Html.escape(label)));
  }

  /** Names of the series, in the upper right. */
  void legend(List<String> names) {
    for (int i = 0; i < names.size(); i++) {
      double line = TOP + 12 + 14.0 * i;
      out.append(
          format(
              "<rect x=\"%d\" y=\"%.1f\" width=\"9\" height=\"9\" rx=\"2\" fill=\"%s\"/>",
              WIDTH - RIGHT - 12, line - 8, colour(i)));
      text(WIDTH - RIGHT - 17, line, "end", names.get(i));
    }
  }

  /** The chart as a whole; nothing is drawn after it. */
  String svg() {
    return out + "</svg>";
  }

  private static String format(String text, Object... values) {
    return String.format(Locale.ROOT, text, values);
  }
}
