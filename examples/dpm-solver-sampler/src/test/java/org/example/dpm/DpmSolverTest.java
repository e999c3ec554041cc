package org.example.dpm;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.irepa.spi.Guidance;
import io.irepa.spi.Interpolant;
import io.irepa.spi.Sampler;
import io.irepa.tensor.SeededDraws;
import io.irepa.testkit.Fakes;
import io.irepa.testkit.SamplerContract;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every sampler must keep is inherited; what this one promises stands here. */
final class DpmSolverTest extends SamplerContract {
  private static final Guidance NONE = new Guidance(1, 0, 1);

  @Override
  protected Sampler sampler() {
    return new DpmSolver();
  }

  private NDArray noise() {
    return Fakes.normal(manager(), "noise", new Shape(2, 1, 2, 3), DataType.FLOAT32);
  }

  private double error(GaussianField field, NDArray samples) {
    NDArray exact = noise().mul(field.deviation()).add(field.mean());
    return samples.sub(exact).abs().max().toType(DataType.FLOAT64, true).getDouble();
  }

  private double solver(GaussianField field, int steps) {
    NDArray labels = manager().create(new long[] {0, 1});
    Sampler.Plan plan = new Sampler.Plan(steps, NONE);
    return error(
        field, sampler().sample(field, noise(), labels, plan, new SeededDraws(manager(), 1, 0)));
  }

  private double euler(GaussianField field, int steps) {
    NDArray x = noise();
    for (int i = 0; i < steps; i++) {
      NDArray t = manager().full(new Shape(2), 1 - (float) i / steps);
      x = x.sub(field.velocity(x, t, t).div(steps));
    }
    return error(field, x);
  }

  /** The flow of a normal distribution is known, so errors can be measured. */
  @ParameterizedTest
  @EnumSource
  void isNearerToTheFlowThanEulersMethod(Interpolant path) {
    GaussianField field = new GaussianField(path, 1, 0.3);
    assertThat(solver(field, 20))
        .as("error with 20 steps, Euler's is %s", euler(field, 20))
        .isLessThan(euler(field, 20) / 2);
  }

  @ParameterizedTest
  @EnumSource
  void isOfMoreThanFirstOrder(Interpolant path) {
    GaussianField field = new GaussianField(path, 1, 0.3);
    // A method of first order would come down to a quarter.
    assertThat(solver(field, 320))
        .as("error with 320 steps, with 80 it is %s", solver(field, 80))
        .isLessThan(solver(field, 80) / 6);
  }
}
