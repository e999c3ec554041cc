package io.irepa.report;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** One scalar of all runs as SVG: the band from least to greatest, the means, and a smooth line. */
final class Chart {
  private static final int WIDTH = 460;
  private static final int HEIGHT = 220;
  private static final int LEFT = 56;
  private static final int RIGHT = 24;
  private static final int TOP = 10;
  private static final int BOTTOM = 26;

  /** Share of the means at each end that may lie outside, so that a spike hides nothing else. */
  private static final double OUTSIDE = 0.005;

  private final String name;
  private final List<Optional<Stretches>> runs;
  private final double last;
  private final double low;
  private final double high;

  /**
   * @param runs in the page's order; empty where a run has not recorded the scalar
   */
  Chart(String name, List<Optional<Stretches>> runs) {
    this.name = name;
    this.runs = runs;
    this.last = Math.max(1, present().mapToDouble(s -> s.steps()[s.size() - 1]).max().orElse(1));
    double[] means = present().flatMapToDouble(s -> Arrays.stream(s.means())).sorted().toArray();
    int cut = (int) (OUTSIDE * means.length);
    double least = means[cut];
    double most = means[means.length - 1 - cut];
    double size = Math.max(Math.abs(least), Math.abs(most));
    // Means of equal numbers differ by rounding.
    boolean constant = most - least <= 1e-9 * size;
    double margin = constant ? Math.max(1e-12, 0.05 * size) : 0.05 * (most - least);
    this.low = least - margin;
    this.high = most + margin;
  }

  private Stream<Stretches> present() {
    return runs.stream().flatMap(Optional::stream);
  }

  private double x(double step) {
    return LEFT + (WIDTH - LEFT - RIGHT) * step / last;
  }

  private double y(double value) {
    double y = TOP + (HEIGHT - TOP - BOTTOM) * (high - value) / (high - low);
    return Math.max(-HEIGHT, Math.min(2 * HEIGHT, y)); // far outside is cut off anyway
  }

  /** A figure; the script finds its values by {@code index}. */
  String svg(int index) {
    StringBuilder out = new StringBuilder();
    String title = Html.escape(name);
    out.append("<figure class=chart data-chart=%d data-last=%s>".formatted(index, last))
        .append("<figcaption>%s</figcaption>".formatted(title))
        .append(
            "<svg viewBox=\"0 0 %d %d\" role=img aria-label=\"%s\">"
                .formatted(WIDTH, HEIGHT, title));
    for (double tick : Ticks.between(low, high, 4)) {
      out.append(
          format("<path class=grid d=\"M%d %.1fH%d\"/>", LEFT, y(tick), WIDTH - RIGHT)
              + format("<text x=%d y=%.1f class=y>%s</text>", LEFT - 6, y(tick) + 4, text(tick)));
    }
    for (double tick : Ticks.between(0, last, 5)) {
      out.append(format("<text x=%.1f y=%d class=x>%s</text>", x(tick), HEIGHT - 8, text(tick)));
    }
    out.append(
        "<svg x=%d y=%d width=%d height=%d viewBox=\"%d %d %d %d\" class=plot>"
            .formatted(
                LEFT,
                TOP,
                WIDTH - LEFT - RIGHT,
                HEIGHT - TOP - BOTTOM,
                LEFT,
                TOP,
                WIDTH - LEFT - RIGHT,
                HEIGHT - TOP - BOTTOM));
    for (int i = 0; i < runs.size(); i++) {
      int run = i;
      runs.get(i).ifPresent(stretches -> lines(out, stretches, run));
    }
    return out.append(
            "</svg><path class=cursor d=\"M0 %dV%d\"/></svg></figure>"
                .formatted(TOP, HEIGHT - BOTTOM))
        .toString();
  }

  private void lines(StringBuilder out, Stretches s, int run) {
    out.append("<g class=\"run r%d\">".formatted(run));
    if (s.thinned()) {
      StringBuilder band = new StringBuilder(points(s.steps(), s.greatest()));
      for (int i = s.size() - 1; i >= 0; i--) {
        band.append(point(s.steps()[i], s.least()[i]));
      }
      out.append("<polygon class=band points=\"%s\"/>".formatted(band.toString().trim()));
    }
    if (s.size() == 1) {
      out.append(format("<circle cx=%.1f cy=%.1f r=3 />", x(s.steps()[0]), y(s.means()[0])));
    }
    out.append("<polyline class=raw points=\"%s\"/>".formatted(points(s.steps(), s.means()).trim()))
        .append(
            "<polyline class=smooth points=\"%s\"/></g>"
                .formatted(points(s.steps(), s.smooth()).trim()));
  }

  private String points(double[] steps, double[] values) {
    StringBuilder points = new StringBuilder();
    for (int i = 0; i < steps.length; i++) {
      points.append(point(steps[i], values[i]));
    }
    return points.toString();
  }

  private String point(double step, double value) {
    return format("%.1f,%.1f ", x(step), y(value));
  }

  private static String text(double tick) {
    return Ticks.text(tick);
  }

  private static String format(String text, Object... values) {
    return String.format(Locale.ROOT, text, values);
  }
}
