package org.example.depthwise;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
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
final class DepthwiseProjectorTest extends ProjectorContract {
  @Override
  protected Projector projector(
      Parameters parameters, Projector.Widths widths, Precision precision) {
    return new DepthwiseProjector(new DepthwiseProjector.Config(3), parameters, widths, precision);
  }

  @Test
  void sumsItsNeighboursInEachChannel() {
    Parameters parameters = Fakes.parameters(manager(), "projector.0", Precision.FLOAT32);
    Projector projector = projector(parameters, new Projector.Widths(2, 2), Precision.FLOAT32);
    parameters.load("depthwise.weight", manager().ones(new Shape(2, 1, 3, 3)));
    parameters.load("pointwise.weight", manager().eye(2));
    NDArray row = manager().create(new float[] {1, 10, 2, 20, 4, 40}).reshape(1, 3, 2);
    assertThat(projector.project(new Tokens(row, new Grid(1, 3))).values().toFloatArray())
        .as("sums over neighbours in a row of three tokens")
        .containsExactly(3, 30, 7, 70, 6, 60);
  }

  @Test
  void refusesAnEvenKernel() {
    List<String> problems = new ArrayList<>();
    new DepthwiseProjector.Config(4)
        .check(
            new RunShape(Optional.empty(), Optional.empty(), Optional.empty(), List.of()),
            (key, message) -> problems.add(key + ": " + message));
    assertThat(problems)
        .as("problems")
        .containsExactly("kernel: 4 is even, which would change the grid. Use 5.");
  }
}
