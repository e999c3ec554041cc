package io.irepa.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.stream.IntStream;

/** Round numbers for an axis. */
public final class Ticks {
  private Ticks() {}

  /** About so many, from low to high, which differ. */
  public static List<Double> between(double low, double high, int about) {
    double raw = (high - low) / about;
    double power = Math.pow(10, Math.floor(Math.log10(raw)));
    double ratio = raw / power;
    double step = power * (ratio <= 1 ? 1 : ratio <= 2 ? 2 : ratio <= 5 ? 5 : 10);
    double first = Math.ceil(low / step);
    // Counted from the first: where the numbers differ by rounding alone, first + 1 may be first.
    int count = (int) (Math.floor(high / step) - first) + 1;
    return IntStream.range(0, count).mapToObj(i -> (first + i) * step).distinct().toList();
  }

  /** At most five digits, for people. */
  public static String text(double value) {
    return text(value, 5);
  }

  /** At most so many digits. */
  public static String text(double value, int digits) {
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(digits)).stripTrailingZeros();
    double size = Math.abs(value);
    return rounded.signum() == 0 || (size < 1e7 && size >= 1e-4)
        ? rounded.toPlainString()
        : rounded.toString().replace("E+", "e").replace("E", "e");
  }
}
