package io.irepa.plugin.meanflow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.irepa.spi.Alignment;
import io.irepa.spi.Batch;
import io.irepa.spi.Interpolant;
import io.irepa.spi.Losses;
import io.irepa.spi.Prediction;
import io.irepa.tensor.Autograd;
import io.irepa.tensor.Draws;

/**
 * The loss that MeanFlow and its refinements share (arXiv 2505.13447, eq. 9 to 11): the squared
 * error of u(z,r,t) against v - (t - r) du/dt, which is held fixed. Refinements differ in the
 * direction along which du/dt is taken. Draws, in order: {@code time} [B,2], {@code equal} [B],
 * {@code noise} like x, {@code drop} [B].
 */
final class MeanFlowLoss {
  private final MeanFlowConfig config;
  private final AverageVelocity average;
  private final Alignment alignment;
  private final Direction direction;

  /** Which velocity z has when u is differentiated along the flow. */
  @FunctionalInterface
  interface Direction {
    /**
     * Of examples with r below t, asked without recording.
     *
     * @param examples whose v is the target's velocity
     * @return dz/dt, like z
     */
    NDArray of(AverageVelocity average, Examples examples);
  }

  MeanFlowLoss(
      MeanFlowConfig config, AverageVelocity average, Alignment alignment, Direction direction) {
    this.config = config;
    this.average = average;
    this.alignment = alignment;
    this.direction = direction;
  }

  Losses of(Batch batch, Draws draws) {
    Examples examples = examples(batch, draws);
    Prediction prediction = average.predict(examples, alignment.depths(batch.step()));
    NDArray squares = prediction.value().sub(target(examples)).square();
    NDArray errors = squares.sum(new int[] {1, 2, 3}); // [B]
    return new Losses()
        .add("denoise", config.weighting().weighted(errors, config).mean())
        .report("squared-error", Autograd.detach(squares).mean())
        .align(alignment.terms(prediction.hidden(), batch));
  }

  private Examples examples(Batch batch, Draws draws) {
    NDArray x = batch.x(); // [B,C,h,w]
    long count = x.getShape().get(0);
    DataType type = x.getDataType();
    NDList times = TimeDraw.pairs(config, draws, count);
    NDArray r = times.get(0).toType(type, false);
    NDArray time = times.get(1).toType(type, false);
    NDArray noise = draws.normal("noise", x.getShape());
    NDArray none = batch.labels().zerosLike().add(average.nullLabel());
    NDArray drop = draws.uniform("drop", new Shape(count)).lt((float) config.labelDrop());

    Interpolant path = config.path();
    NDArray t = time.reshape(count, 1, 1, 1);
    NDArray z = path.alpha(t).mul(x).add(path.sigma(t).mul(noise));
    NDArray v = path.alphaDerivative(t).mul(x).add(path.sigmaDerivative(t).mul(noise));
    return new Examples(z, v, r, time, NDArrays.where(drop, none, batch.labels()));
  }

  /** v - (t - r) du/dt; where r = t it is v, so du/dt is taken of the other examples alone. */
  private NDArray target(Examples examples) {
    try (Autograd.Recording off = Autograd.off()) {
      Examples guided = examples.moving(config.guidance().velocities(average, examples));
      boolean[] apart = guided.t().gt(guided.r()).toBooleanArray();
      Rows unequal = Rows.where(i -> apart[i], apart.length);
      return unequal.replace(guided.v(), () -> apart(guided.rows(unequal)));
    }
  }

  private NDArray apart(Examples examples) {
    NDArray slope = average.derivative(examples, direction.of(average, examples)); // du/dt
    NDArray interval = examples.t().sub(examples.r()).reshape(-1, 1, 1, 1);
    return examples.v().sub(interval.mul(slope));
  }
}
