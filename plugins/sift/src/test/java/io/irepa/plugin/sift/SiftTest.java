package io.irepa.plugin.sift;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.irepa.spi.Encoder;
import io.irepa.spi.RunShape;
import io.irepa.tensor.Scope;
import io.irepa.testkit.EncoderContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class SiftTest extends EncoderContract {
  private static final Sift.Config CONFIG = new Sift.Config(48, 16);

  @Override
  protected Encoder encoder(NDManager manager) {
    return new Sift(CONFIG);
  }

  @Test
  void aFlatImageHasNoGradientToDescribe() {
    try (Scope scope = Scope.open()) {
      NDArray flat = manager().ones(new Shape(1, 3, 40, 40), DataType.FLOAT32);
      assertThat(encoder(manager()).tokens(flat).max().getFloat()).as("greatest number").isZero();
    }
  }

  @Test
  void numbersAreThoseOfEightBits() {
    try (Scope scope = Scope.open()) {
      NDArray left = manager().zeros(new Shape(1, 3, 48, 24), DataType.FLOAT32);
      NDArray edge = left.concat(left.add(1), 3);
      float[] tokens = encoder(manager()).tokens(edge).toFloatArray();
      float most = 0;
      for (float value : tokens) {
        assertThat(value).as("number").isBetween(0f, 255f);
        most = Math.max(most, value);
      }
      assertThat(most).as("greatest number, at an edge").isGreaterThan(50);
    }
  }

  /** The temporary folder is this module's own. */
  @Test
  void leavesNoFileOfTheLibraryBehind() throws IOException {
    assertThat(encoder(manager()).shape().width()).as("a loaded library's width").isEqualTo(128);
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .as("temporary files")
          .noneMatch(name -> name.startsWith("irepa-opencv"));
    }
  }

  @Test
  void refusesAStepThatDoesNotDivideTheInput() {
    Map<String, String> problems = new LinkedHashMap<>();
    new Sift.Config(50, 16)
        .check(
            new RunShape(Optional.empty(), Optional.empty(), Optional.empty(), List.of()),
            problems::put);
    assertThat(problems).as("problems").containsOnlyKeys("input");
  }
}
