package io.irepa.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.irepa.spi.Backbone;
import io.irepa.spi.DataSource;
import io.irepa.spi.Guidance;
import io.irepa.tensor.Precision;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** Reading what was printed gives an equal configuration. */
final class ConfigPrinterProperties {
  private static final RunConfig RUN = TestCatalog.read(TestCatalog.RUN);

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings().ofMaxLength(12).filter(ConfigPrinterProperties::printable);
  }

  /** Surrogates stand in pairs, and YAML allows no control characters but these. */
  private static boolean printable(String text) {
    try {
      return Path.of(text)
          .toString()
          .codePoints()
          .allMatch(c -> Character.isDefined(c) && !Character.isISOControl(c) && !surrogate(c));
    } catch (InvalidPathException e) { // Where file names are not Unicode.
      return false;
    }
  }

  private static boolean surrogate(int c) {
    return (c <= Character.MAX_VALUE && Character.isSurrogate((char) c)) || c == 0xFEFF;
  }

  @Provide
  Arbitrary<Double> numbers() {
    return Arbitraries.doubles().ofScale(17).between(0, 1);
  }

  @Provide
  Arbitrary<RunConfig.TrainConfig> lengths() {
    Arbitrary<Long> longs = Arbitraries.longs().greaterOrEqual(1);
    Arbitrary<Integer> ints = Arbitraries.integers().greaterOrEqual(1);
    return Combinators.combine(
            longs, ints, longs, ints, longs, longs, Arbitraries.of(RunConfig.NonFinite.class))
        .as(
            (steps, batch, checkpoint, keep, sample, log, policy) ->
                new RunConfig.TrainConfig(
                    steps,
                    batch,
                    1,
                    false,
                    RUN.train().schedules(),
                    checkpoint,
                    keep,
                    sample,
                    sample,
                    log,
                    log,
                    policy,
                    log));
  }

  private static void assertReadsBack(RunConfig run) {
    String printed = ConfigPrinter.print(run);
    assertThat(TestCatalog.read(printed)).as("read again from\n" + printed).isEqualTo(run);
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void texts(@ForAll @From("texts") String path, @ForAll @From("texts") String size) {
    Chosen<DataSource> data = RUN.data().orElseThrow();
    Chosen<Backbone> net = RUN.backbone().orElseThrow();
    assertReadsBack(
        with(
            new Chosen<>(data.component(), Optional.of(new TestCatalog.Folder(Path.of(path), 8))),
            new Chosen<>(
                net.component(),
                Optional.of(new TestCatalog.Net(Optional.of(size + "!"), 4, 4.0, false))),
            RUN.seed(),
            RUN.precision(),
            RUN.ema(),
            RUN.train(),
            RUN.sample()));
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void numbersAndChoices(
      @ForAll long seed,
      @ForAll Precision precision,
      @ForAll List<@From("numbers") Double> decays,
      @ForAll boolean warmup,
      @ForAll @From("lengths") RunConfig.TrainConfig train,
      @ForAll @From("numbers") double low,
      @ForAll double scale) {
    assertReadsBack(
        with(
            RUN.data().orElseThrow(),
            RUN.backbone().orElseThrow(),
            seed,
            precision,
            new EmaConfig(decays.stream().distinct().toList(), warmup, List.of(0.05), 7),
            train,
            new RunConfig.SampleConfig(
                RUN.sample().sampler(), 7, new Guidance(Math.abs(scale), low, 1), 3, "none")));
  }

  private static RunConfig with(
      Chosen<DataSource> data,
      Chosen<Backbone> backbone,
      long seed,
      Precision precision,
      EmaConfig ema,
      RunConfig.TrainConfig train,
      RunConfig.SampleConfig sample) {
    return new RunConfig(
        RUN.name(),
        seed,
        RUN.device(),
        precision,
        Optional.of(data),
        RUN.autoencoder(),
        RUN.latents(),
        Optional.of(backbone),
        RUN.objective(),
        RUN.alignment(),
        RUN.optimizer(),
        ema,
        train,
        sample,
        RUN.evaluate(),
        RUN.spatial(),
        RUN.trackers());
  }
}
