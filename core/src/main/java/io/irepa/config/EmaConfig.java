package io.irepa.config;

import io.irepa.spi.Default;
import io.irepa.spi.Doc;
import io.irepa.spi.MayChange;
import io.irepa.spi.Problems;
import io.irepa.spi.Range;
import io.irepa.spi.RunShape;
import io.irepa.spi.Settings;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Averages of the parameters: those of {@code decays} in order, then those of {@code power}. */
public record EmaConfig(
    @Doc("decay a step of each exponential average") @Default("[0.9999]") @Range(min = 0, max = 1)
        List<Double> decays,
    @Doc("the n-th update has the decay (1 + n) / (10 + n) where that is smaller") @Default("false")
        boolean warmup,
    @Doc(
            "relative length of each power-function average: 0.05 reaches back over about 5 % of the training so far")
        @Default("[]")
        @Range(min = SHORTEST, max = LONGEST)
        List<Double> power,
    @MayChange
        @Doc(
            "steps between snapshots of the power-function averages, from which any length can be made later; 0 is none")
        @Default("0")
        @Range(min = 0)
        long snapshotEvery)
    implements Settings {
  /** The least relative length of a power-function average. */
  public static final double SHORTEST = 0.001;

  /** The greatest one. Equal weights of all steps have 1/√12 = 0.289. */
  public static final double LONGEST = 0.28;

  /** Stands for the first average, or for the trained parameters where there is none. */
  public static final String FIRST = "first";

  /** Stands for the trained parameters. */
  public static final String NONE = "none";

  private static final Pattern NAME = Pattern.compile("(decay|power)-([0-9]*\\.?[0-9]+)");

  /** The averages' names, such as {@code decay-0.9999} and {@code power-0.05}, in order. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    decays.forEach(decay -> names.add("decay-" + plain(decay)));
    power.forEach(length -> names.add("power-" + plain(length)));
    return names;
  }

  /** A number as names of averages and files have it: without an exponent or zeros at its end. */
  public static String plain(double number) {
    return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }

  /** Whether a name is that of an average, {@link #FIRST} or {@link #NONE}. */
  public boolean knows(String name) {
    return name.equals(FIRST) || name.equals(NONE) || names().contains(canonical(name));
  }

  /**
   * The average that a name stands for.
   *
   * @param name known
   * @return its place in {@link #names}; empty if it is the trained parameters that are meant
   */
  public OptionalInt index(String name) {
    if (name.equals(NONE) || names().isEmpty()) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(name.equals(FIRST) ? 0 : names().indexOf(canonical(name)));
  }

  private static String canonical(String name) {
    Matcher matcher = NAME.matcher(name);
    return matcher.matches()
        ? matcher.group(1) + "-" + plain(Double.parseDouble(matcher.group(2)))
        : name;
  }

  @Override
  public void check(RunShape run, Problems problems) {
    if (new HashSet<>(decays).size() < decays.size()) {
      problems.add("decays", "The same decay stands here twice.");
    }
    if (new HashSet<>(power).size() < power.size()) {
      problems.add("power", "The same length stands here twice.");
    }
    if (snapshotEvery > 0 && power.isEmpty()) {
      problems.add(
          "snapshot-every",
          "Snapshots are of power-function averages, and there are none. Set ema.power: [0.05, 0.1].");
    }
  }
}
