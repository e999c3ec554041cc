package io.irepa.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Round numbers for an axis. */
final class Ticks {
  private Ticks() {}

  /** About so many, from low to high, which differ. */
  static List<Double> between(double low, double high, int about) {
    double raw = (high - low) / about;
    double power = Math.pow(10, Math.floor(Math.log10(raw)));
    double ratio = raw / power;
    double step = power * (ratio <= 1 ? 1 : ratio <= 2 ? 2 : ratio <= 5 ? 5 : 10);
    List<Double> ticks = new ArrayList<>();
    for (double n = Math.ceil(low / step); n * step <= high; n++) {
      ticks.add(n * step);
    }
    return ticks;
  }

  /** Few digits, for people. */
  static String text(double value) {
    double size = Math.abs(value);
    if (size >= 1e6 || (size > 0 && size < 1e-3)) {
      return String.format(Locale.ROOT, "%.3g", value).replaceAll("0+e", "e").replace(".e", "e");
    }
    if (value == Math.rint(value)) {
      return String.valueOf((long) value);
    }
    String text = String.format(Locale.ROOT, size >= 100 ? "%.1f" : "%.4f", value);
    return text.replaceAll("0+$", "").replaceAll("\\.$", "");
  }
}
