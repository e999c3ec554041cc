package io.irepa.plugin.meanflow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import io.irepa.spi.Default;
import io.irepa.spi.Doc;
import io.irepa.spi.Range;

/**
 * Guidance within the target (arXiv 2505.13447, eq. 21): the velocity becomes omega v + kappa
 * u(z,t,t|y) + (1 - omega - kappa) u(z,t,t), for labelled examples whose t lies in an interval. Its
 * scale is omega / (1 - kappa).
 */
public record MixedGuidance(
    @Doc("share of the example's own velocity; 1 with kappa 0 is no guidance")
        @Default("1.0")
        @Range(min = 0)
        double omega,
    @Doc("share of the prediction for the class; below 1") @Default("0.0") @Range(min = 0, max = 1)
        double kappa,
    @Doc("least t at which guidance acts") @Default("0.0") double low,
    @Doc("greatest t at which guidance acts; less than low is never") @Default("0.8") double high) {

  /** Whether it changes anything anywhere. */
  boolean acts() {
    return (omega != 1 || kappa != 0) && low <= high;
  }

  /**
   * The velocities v of examples, guided where it acts.
   *
   * @param average of the model, asked without recording
   */
  NDArray velocities(AverageVelocity average, Examples examples) {
    if (!acts()) {
      return examples.v();
    }
    float[] t = examples.t().toType(DataType.FLOAT32, false).toFloatArray();
    long[] labels = examples.y().toLongArray();
    Rows guided =
        Rows.where(
            i -> t[i] >= (float) low && t[i] <= (float) high && labels[i] != average.nullLabel(),
            labels.length);
    return guided.replace(examples.v(), () -> mixed(average, examples.rows(guided)));
  }

  private NDArray mixed(AverageVelocity average, Examples examples) {
    NDArray velocity = examples.v().mul(omega);
    double rest = 1 - omega - kappa;
    if (kappa != 0) {
      velocity = velocity.add(average.velocity(examples).mul(kappa));
    }
    if (rest != 0) {
      velocity = velocity.add(average.velocity(average.unlabelled(examples)).mul(rest));
    }
    return velocity;
  }
}
