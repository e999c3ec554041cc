package io.irepa.train;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.irepa.tensor.Draws;
import io.irepa.tensor.Scope;
import io.irepa.tensor.SeededDraws;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class BatchDrawsTest {
  private final NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");

  @AfterEach
  void close() {
    manager.close();
  }

  /** What each part of a batch of six draws, one after the other. */
  private List<float[]> parts(int parts, Function<Draws, NDArray> draw) {
    List<float[]> values = new ArrayList<>();
    try (BatchDraws draws = new BatchDraws(manager, 3, 5, parts, 6 / parts)) {
      for (int part = 0; part < parts; part++) {
        try (Scope scope = Scope.open()) {
          values.add(draw.apply(draws.part(part)).toFloatArray());
        }
      }
    }
    return values;
  }

  private float[] together(int parts, Function<Draws, NDArray> draw) {
    List<float[]> values = parts(parts, draw);
    float[] all = new float[values.stream().mapToInt(part -> part.length).sum()];
    int at = 0;
    for (float[] part : values) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }

  private float[] whole(Function<Draws, NDArray> draw) {
    try (Scope scope = Scope.open()) {
      return draw.apply(new SeededDraws(manager, 3, 5)).toFloatArray();
    }
  }

  @Test
  void partsTogetherAreTheWholeBatch() {
    float[] whole = whole(draws -> draws.normal("noise", new Shape(6, 2, 3)));
    for (int parts : new int[] {1, 2, 3, 6}) {
      long size = 6 / parts;
      assertThat(together(parts, draws -> draws.normal("noise", new Shape(size, 2, 3))))
          .as("the noise of %d parts", parts)
          .isEqualTo(whole);
    }
  }

  @Test
  void aSecondDrawOfANameIsAnotherOneOfTheWholeToo() {
    Function<Long, Function<Draws, NDArray>> second =
        size ->
            draws -> {
              draws.uniform("drop", new Shape(size));
              return draws.uniform("drop", new Shape(size));
            };
    assertThat(together(2, second.apply(3L)))
        .as("second draws of two parts")
        .isEqualTo(whole(second.apply(6L)))
        .isNotEqualTo(whole(draws -> draws.uniform("drop", new Shape(6))));
  }

  @Test
  void whatDoesNotBelongToExamplesIsTheSameForAllParts() {
    Function<Draws, NDArray> draw = draws -> draws.uniform("scale", new Shape(1, 4));
    assertThat(parts(2, draw))
        .as("draws of two parts of three")
        .allSatisfy(part -> assertThat(part).isEqualTo(whole(draw)));
  }

  @Test
  void leavesNothingBehind() {
    int before = manager.getManagedArrays().size();
    parts(2, draws -> draws.normal("noise", new Shape(3, 2)));
    assertThat(manager.getManagedArrays().size()).as("arrays alive").isEqualTo(before);
  }
}
