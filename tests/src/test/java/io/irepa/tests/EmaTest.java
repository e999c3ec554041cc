package io.irepa.tests;

import static io.irepa.tests.Failure.assertFails;
import static io.irepa.tests.Failure.assertNothingHalfWritten;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import io.irepa.tensor.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Averages and snapshots, as a user works with them after one toy run. */
final class EmaTest {
  @TempDir private static Path folder;
  private static Toy toy;

  @BeforeAll
  static void train() {
    toy = new Toy(folder);
    Cli cli =
        toy.train(
            Map.of(
                "train", "{steps: 24, batch: 4, checkpoint-every: 24, sample-every: 24}",
                "ema", "{decays: [0.9], power: [0.05, 0.1], snapshot-every: 4}",
                "sample", "{steps: 2, count: 8, ema: power-0.10}"));
    assertThat(cli.exitCode()).as(cli.err()).isZero();
  }

  private static Cli ema(String... further) {
    return Cli.run(
        Stream.concat(Stream.of("ema", toy.run().toString()), Stream.of(further))
            .toArray(String[]::new));
  }

  private static Path grid(String name, String... further) {
    Path out = folder.resolve(name);
    Cli cli =
        toy.sample(
            Stream.concat(Stream.of("--out", out.toString()), Stream.of(further))
                .toArray(String[]::new));
    assertThat(cli.exitCode()).as(cli.err()).isZero();
    return out.resolve("grid.png");
  }

  @Test
  void aRunLeavesAveragesAndSnapshots() throws IOException {
    assertThat(toy.checkpoint(24).resolve("ema.safetensors")).as("decay-0.9").exists();
    assertThat(toy.checkpoint(24).resolve("ema-2.safetensors"))
        .as("power-0.1, which a snapshot of the same step is")
        .hasSameBinaryContentAs(stripped("step-24-0.1.safetensors"));
    try (Stream<Path> files = Files.list(toy.run().resolve("snapshots"))) {
      assertThat(files).as("snapshots of 6 steps and 2 lengths").hasSize(12);
    }
  }

  /** A snapshot without its metadata, which says step and length. */
  private static Path stripped(String snapshot) throws IOException {
    Path file = toy.run().resolve("snapshots").resolve(snapshot);
    Path copy = folder.resolve("stripped-" + snapshot);
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      Safetensors.write(copy, Safetensors.read(file, manager), Map.of());
    }
    return copy;
  }

  @Test
  void anAverageOfAnotherLengthIsWritten() throws IOException {
    Cli cli = ema("--length", "0.08");
    assertThat(cli.exitCode()).as(cli.err()).isZero();
    assertThat(cli.out()).as("output").contains("step-24-0.08.safetensors", "within");
    assertThat(toy.run().resolve("ema/step-24-0.08.safetensors")).exists();
    assertNothingHalfWritten(folder);
  }

  @Test
  void itGoesWhereItIsWanted() {
    Path file = folder.resolve("elsewhere/of-step-12.safetensors");
    Cli cli = ema("--length", "0.08", "--step", "12", "--out", file.toString());
    assertThat(cli.exitCode()).as(cli.err()).isZero();
    assertThat(file).exists();
  }

  @Test
  void samplesAreOfTheAverageThatIsChosen() throws IOException {
    Path power = grid("power");
    assertThat(power)
        .as("sample.ema of the configuration, by name")
        .hasSameBinaryContentAs(grid("named", "--ema", "power-0.1"));
    assertThat(grid("made", "--ema-length", "0.1"))
        .as("the same average, made from snapshots")
        .hasSameBinaryContentAs(power);
    assertThat(Files.mismatch(grid("raw", "--raw"), power))
        .as("first byte at which pictures of the trained parameters differ")
        .isNotNegative();
  }

  @Test
  void samplesOfAnAverageBetweenThoseTracked() {
    assertThat(grid("between", "--ema-length", "0.07", "--ema-step", "20")).exists();
  }

  @Test
  void wrongLengthsAreWrongUsage() {
    assertFails(ema("--length", "0.5"), 2, "--length", "0.28", "0.5");
    assertFails(ema("--length", "NaN"), 2, "--length", "NaN");
    assertFails(toy.sample("--ema-length", "0"), 2, "--ema-length");
    assertFails(toy.sample("--raw", "--ema", "first"), 2, "mutually exclusive");
    assertFails(toy.sample("--ema-step", "4"), 2, "--ema-length");
  }

  @Test
  void whatTheSnapshotsCannotSayFails() {
    assertFails(ema("--length", "0.002"), 1, "12 snapshots", "0.002", "% off", "from 0.0");
    assertFails(ema("--length", "0.08", "--step", "7"), 1, "step 7", "4, 8, 12, 16, 20, 24");
  }

  @Test
  void anAverageThatIsNotThereIsWrongUsage() {
    assertFails(
        toy.sample("--ema", "decay-0.5"), 2, "decay-0.5", "decay-0.9, power-0.05, power-0.1");
    assertFails(
        new Toy(folder).train(Map.of("sample.ema", "power-0.2", "name", "other")),
        2,
        "sample.ema",
        "power-0.2",
        "decay-0.9999");
  }

  @Test
  void snapshotsOfNothingAreRefused() {
    assertFails(
        new Toy(folder).train(Map.of("ema", "{snapshot-every: 5}", "name", "other")),
        2,
        "ema.snapshot-every",
        "ema.power");
  }

  @Test
  void aSnapshotOfAnotherModelIsNamed() throws IOException {
    Toy wide = new Toy(Files.createDirectories(folder.resolve("wide")));
    Map<String, String> sizes =
        Map.of(
            "backbone.hidden", "32",
            "ema", "{power: [0.05, 0.1], snapshot-every: 2}");
    assertThat(wide.train(sizes).exitCode()).as("exit code of a wider run").isZero();
    Path other = toy.run().resolve("snapshots/step-2-0.1.safetensors");
    Files.copy(wide.run().resolve("snapshots/step-2-0.1.safetensors"), other);
    try {
      assertFails(ema("--length", "0.08"), 1, "shape", "another configuration");
    } finally {
      Files.delete(other);
    }
  }
}
