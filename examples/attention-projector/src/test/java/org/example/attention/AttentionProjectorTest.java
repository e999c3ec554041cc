package org.example.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.irepa.spi.BackboneShape;
import io.irepa.spi.Grid;
import io.irepa.spi.Projector;
import io.irepa.spi.RunShape;
import io.irepa.spi.Tokens;
import io.irepa.tensor.Parameters;
import io.irepa.tensor.Precision;
import io.irepa.testkit.Fakes;
import io.irepa.testkit.ProjectorContract;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every projector must keep is inherited; what this one promises stands here. */
final class AttentionProjectorTest extends ProjectorContract {
  @Override
  protected Projector projector(
      Parameters parameters, Projector.Widths widths, Precision precision) {
    return new AttentionProjector(new AttentionProjector.Config(2), parameters, widths, precision);
  }

  private double[] project(NDArray tokens) {
    Parameters parameters = Fakes.parameters(manager(), "projector.0", Precision.FLOAT64);
    Projector projector = projector(parameters, new Projector.Widths(4, 3), Precision.FLOAT64);
    return projector.project(new Tokens(tokens, new Grid(1, 3))).values().toDoubleArray();
  }

  @Test
  void followsTheTokensWhereverTheyLie() {
    NDArray tokens = Fakes.normal(manager(), "tokens", new Shape(1, 3, 4), DataType.FLOAT64);
    NDArray turned = tokens.get(":,1:").concat(tokens.get(":,:1"), 1);
    double[] there = project(tokens);
    double[] here = project(turned);
    assertThat(here[0])
        .as("the second token, moved to the front")
        .isCloseTo(there[3], within(1e-12));
  }

  @Test
  void seesTheOtherTokens() {
    NDArray tokens = Fakes.normal(manager(), "tokens", new Shape(1, 3, 4), DataType.FLOAT64);
    NDArray others = tokens.get(":,:1").concat(tokens.get(":,1:").neg(), 1);
    assertThat(project(others)[0])
        .as("the first token among others")
        .isNotCloseTo(project(tokens)[0], within(1e-3));
  }

  @Test
  void saysThatHeadsDoNotFit() {
    List<String> problems = new ArrayList<>();
    BackboneShape backbone = new BackboneShape(3, 32, new Grid(8, 8), 96, 4, 8, false);
    new AttentionProjector.Config(5)
        .check(
            new RunShape(Optional.empty(), Optional.empty(), Optional.of(backbone), List.of()),
            (key, message) -> problems.add(key + ": " + message));
    assertThat(problems)
        .as("problems")
        .containsExactly("heads: 5 does not divide the backbone's width 96.");
  }
}
