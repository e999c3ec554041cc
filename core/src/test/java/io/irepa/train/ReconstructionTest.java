package io.irepa.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.irepa.IrepaException;
import io.irepa.tensor.Autograd;
import io.irepa.tensor.Initializer;
import io.irepa.tensor.Safetensors;
import io.irepa.tensor.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A toy run of 400 steps with snapshots of the lengths 0.05 and 0.1 every 25 steps. */
final class ReconstructionTest {
  private static final int STEPS = 400;
  private static final int EVERY = 25;

  @TempDir private Path run;
  private final AveragedModel model = new AveragedModel();

  @AfterEach
  void close() {
    model.close();
  }

  /** Trains anew with further lengths, which are tracked and not saved. */
  private Averages train(Double... others) {
    Averages saved = model.averages(List.of(0.99), false, 0.05, 0.1);
    Averages tracked = model.averages(List.of(), false, others);
    Snapshots snapshots = new Snapshots(run);
    for (int step = 0; step < STEPS; step++) {
      model.step(step);
      try (Scope scope = Scope.open();
          Autograd.Recording off = Autograd.off()) {
        saved.update(step);
        tracked.update(step);
      }
      if ((step + 1) % EVERY == 0) {
        snapshots.save(step + 1, saved);
      }
    }
    return tracked;
  }

  @BeforeEach
  void train() {
    train(0.2);
  }

  private Reconstruction made(double length, long step) {
    return Reconstruction.of(new Snapshots(run), length, OptionalLong.of(step));
  }

  /**
   * The greatest difference from the average that was tracked, with parameters that move by about
   * 1: twice what was found.
   */
  @ParameterizedTest
  @CsvSource({"0.04, 1.5e-3", "0.06, 5e-4", "0.08, 4e-4", "0.15, 9e-4", "0.2, 3e-3"})
  void equalsTheAverageThatWasTracked(double length, double most) {
    Averages tracked = train(length);
    try (Reconstruction made =
        Reconstruction.of(new Snapshots(run), length, OptionalLong.empty())) {
      assertThat(made.step()).as("step").isEqualTo(STEPS);
      assertThat(made.arrays().keySet()).as("names").isEqualTo(tracked.flat(0).keySet());
      compare(
          made.arrays(),
          tracked.flat(0),
          (a, b) ->
              assertThat(a.toFloatArray())
                  .as("array")
                  .containsExactly(b.toFloatArray(), within((float) most)));
    }
  }

  @Test
  void anEarlierStepIsThatAverageThen() {
    try (Reconstruction made = made(0.1, 200);
        Scope scope = Scope.open()) {
      Map<String, NDArray> saved =
          Safetensors.read(run.resolve("snapshots/step-200-0.1.safetensors"), model.manager());
      compare(
          made.arrays(),
          saved,
          (a, b) ->
              assertThat(a.toFloatArray())
                  .as("array")
                  .containsExactly(b.toFloatArray(), within(1e-6f)));
    }
  }

  private static void compare(
      Map<String, NDArray> made, Map<String, NDArray> other, BiConsumer<NDArray, NDArray> check) {
    other.forEach((name, array) -> check.accept(made.get(name), array));
  }

  @Test
  void isWrittenAsSnapshotsAre() throws IOException {
    Path file = run.resolve("made/average.safetensors");
    try (Reconstruction made = made(0.08, STEPS);
        Scope scope = Scope.open()) {
      made.write(file);
      Map<String, NDArray> read = Safetensors.read(file, model.manager());
      assertThat(read.keySet()).as("names").isEqualTo(made.arrays().keySet());
      assertThat(read.get("backbone.weight"))
          .as("array")
          .isEqualTo(made.arrays().get("backbone.weight"));
    }
    try (var files = Files.list(file.getParent())) {
      assertThat(files).as("files").containsExactly(file);
    }
  }

  @Test
  void isLoadedIntoTheModelAndNothingElse() {
    float[] decoder = model.sets().get("autoencoder").get("weight").toFloatArray();
    try (Reconstruction made = made(0.08, STEPS)) {
      made.load(model.sets());
      assertThat(model.weights())
          .as("weights of the backbone")
          .isEqualTo(made.arrays().get("backbone.weight").toFloatArray());
    }
    assertThat(model.sets().get("autoencoder").get("weight").toFloatArray())
        .as("weights of the autoencoder")
        .isEqualTo(decoder);
  }

  @Test
  void theSameStepAgainReplacesItsSnapshotWithTheSame() throws IOException {
    Path file = run.resolve("snapshots/step-100-0.05.safetensors");
    byte[] before = Files.readAllBytes(file);
    train(0.2);
    assertThat(file).as("snapshot").hasBinaryContent(before);
    try (var files = Files.list(file.getParent())) {
      assertThat(files).as("files of 16 steps and 2 lengths").hasSize(32);
    }
  }

  @Test
  void otherFilesAreNoSnapshots() throws IOException {
    Files.writeString(run.resolve("snapshots/.writing.safetensors"), "part of a");
    Files.writeString(run.resolve("snapshots/step-500-0.9.safetensors"), "length out of range");
    Files.writeString(run.resolve("snapshots/notes.txt"), "");
    assertThat(new Snapshots(run).all()).as("snapshots").hasSize(32);
  }

  @Test
  void saysWhatIsThereWhereAStepIsNot() {
    assertThatThrownBy(() -> made(0.08, 110))
        .isInstanceOf(IrepaException.class)
        .hasMessageContaining("no snapshot of step 110")
        .hasMessageContaining("25, 50, 75, 100, 125");
  }

  @Test
  void saysHowToGetSnapshots() {
    assertThatThrownBy(
            () ->
                Reconstruction.of(
                    new Snapshots(run.resolve("nothing")), 0.08, OptionalLong.empty()))
        .isInstanceOf(IrepaException.class)
        .hasMessageContaining("no snapshots")
        .hasMessageContaining("ema.snapshot-every");
  }

  /** After one snapshot of each length. */
  @Test
  void namesTheLengthsThatFewSnapshotsExpress() {
    assertThatThrownBy(() -> made(0.2, EVERY))
        .isInstanceOf(IrepaException.class)
        .hasMessageContaining("2 snapshots up to step 25")
        .hasMessageContaining("length 0.2")
        .hasMessageContaining("lengths from 0.04 to 0.12");
  }

  @Test
  void refusesLengthsThatAreTooShort() {
    assertThatThrownBy(() -> made(0.005, STEPS))
        .isInstanceOf(IrepaException.class)
        .hasMessageContaining("% off");
  }

  private void replaceSnapshot(Map<String, NDArray> arrays) throws IOException {
    Safetensors.write(run.resolve("snapshots/step-50-0.05.safetensors"), arrays, Map.of());
  }

  @Test
  void refusesSnapshotsOfOtherParameters() throws IOException {
    replaceSnapshot(
        Map.of(
            "backbone.other",
            model.manager().ones(model.sets().get("backbone").get("bias").getShape())));
    assertThatThrownBy(() -> made(0.08, STEPS))
        .isInstanceOf(IrepaException.class)
        .hasMessageContaining("step-50-0.05.safetensors")
        .hasMessageContaining("another configuration");
  }

  @Test
  void refusesSnapshotsOfOtherShapes() throws IOException {
    Map<String, NDArray> arrays =
        Safetensors.read(run.resolve("snapshots/step-25-0.05.safetensors"), model.manager());
    arrays.put("backbone.bias", model.manager().ones(new Shape(4)));
    replaceSnapshot(arrays);
    assertThatThrownBy(() -> made(0.08, STEPS))
        .isInstanceOf(IrepaException.class)
        .hasMessageContaining("backbone.bias")
        .hasMessageContaining("(4)")
        .hasMessageContaining("(3)");
  }

  @Test
  void refusesAModelOfOtherShapes() {
    try (AveragedModel other = new AveragedModel();
        Reconstruction made = made(0.08, STEPS)) {
      other.sets().get("backbone").parameter("further", new Shape(2), Initializer.ones());
      assertThatThrownBy(() -> made.load(other.sets()))
          .isInstanceOf(IrepaException.class)
          .hasMessageContaining("backbone.further")
          .hasMessageContaining("another configuration");
    }
  }
}
