package org.example.uvit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.irepa.spi.Backbone;
import io.irepa.spi.RunShape;
import io.irepa.tensor.Parameters;
import io.irepa.tensor.Precision;
import io.irepa.tensor.Recompute;
import io.irepa.testkit.BackboneContract;
import io.irepa.testkit.Fakes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every backbone must keep is inherited; what this one promises stands here. */
final class UVitTest extends BackboneContract {
  private static final UVitConfig CONFIG = new UVitConfig(2, 6, 3, 2, 2, 4, 3);

  @Override
  protected Backbone backbone(Parameters parameters, Precision precision, Recompute recompute) {
    return new UVit(CONFIG, parameters, precision, recompute);
  }

  private static List<String> problems(UVitConfig config) {
    List<String> problems = new ArrayList<>();
    config.check(
        new RunShape(Optional.empty(), Optional.empty(), Optional.empty(), List.of()),
        (key, message) -> problems.add(key + ": " + message));
    return problems;
  }

  @Test
  void hasALongSkipForEachBlockAfterTheMiddle() {
    Parameters parameters = Fakes.parameters(manager(), "backbone", Precision.FLOAT32);
    new UVit(
        new UVitConfig(2, 6, 5, 2, 2, 4, 3), parameters, Precision.FLOAT32, new Recompute(false));
    assertThat(parameters.names().stream().filter(name -> name.endsWith("skip.weight")))
        .as("long skips of five blocks")
        .containsExactly("blocks.3.skip.weight", "blocks.4.skip.weight");
  }

  /** With the skip's first half at zero, what the middle block does is gone. */
  @Test
  void theSkipGoesAroundTheMiddle() {
    Parameters parameters = Fakes.parameters(manager(), "backbone", Precision.FLOAT32);
    Backbone backbone = backbone(parameters, Precision.FLOAT32, new Recompute(false));
    NDArray around = manager().zeros(new Shape(6, 6)).concat(manager().eye(6), 1);
    parameters.load("blocks.2.skip.weight", around);
    NDArray x = Fakes.normal(manager(), "x", new Shape(1, 2, 4, 4), DataType.FLOAT32);
    Backbone.Inputs inputs =
        new Backbone.Inputs(
            x, manager().create(new float[] {0.5f}), manager().create(new long[] {1}));
    float[] before = backbone.forward(inputs, Set.of()).value().toFloatArray();
    parameters.load("blocks.1.fc2.bias", manager().ones(new Shape(6)));
    assertThat(backbone.forward(inputs, Set.of()).value().toFloatArray())
        .as("prediction after the middle block was changed")
        .containsExactly(before, within(1e-5f));
  }

  @Test
  void saysThatADepthHasNoMiddle() {
    assertThat(problems(new UVitConfig(2, 6, 4, 2, 2, 4, 3)))
        .as("problems")
        .containsExactly("depth: 4 is even, which leaves no block in the middle. Use 5.");
  }

  @Test
  void saysThatHeadsDoNotFit() {
    assertThat(problems(new UVitConfig(2, 6, 3, 4, 2, 4, 3)))
        .as("problems")
        .containsExactly("heads: 4 does not divide the width 6.");
  }
}
