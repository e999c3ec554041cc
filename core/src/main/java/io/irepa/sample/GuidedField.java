package io.irepa.sample;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.irepa.spi.Field;
import io.irepa.spi.Guidance;
import io.irepa.tensor.Scope;

/** A field with classifier-free guidance; states in float64, the model's inputs in float32. */
final class GuidedField {
  private final Field field;
  private final Guidance guidance;
  private final NDArray labels;
  private final NDManager owner;

  /** What is guided: computed from the velocity at (x, t), both for all labels at once. */
  @FunctionalInterface
  interface Drift {
    NDArray of(NDArray velocity, NDArray x, double t);
  }

  /** One step's arithmetic, in a scope of its own. */
  @FunctionalInterface
  interface Step {
    NDArray next();
  }

  /**
   * @param owner keeps states between steps; the sampler closes it
   */
  GuidedField(Field field, Guidance guidance, NDArray labels, NDManager owner) {
    this.field = field;
    this.guidance = guidance;
    this.labels = labels;
    this.owner = owner;
  }

  /** The starting state, float64. */
  NDArray start(NDArray noise) {
    return step(() -> field.start(noise).toType(DataType.FLOAT64, false));
  }

  /** The last state as float32, in the caller's hands: {@link #owner} may be closed. */
  NDArray result(NDArray state, NDManager caller) {
    NDArray samples = state.toType(DataType.FLOAT32, false);
    samples.attach(caller);
    return samples;
  }

  /** Runs a step, closing all its arrays but the state. */
  NDArray step(Step step) {
    try (Scope scope = Scope.open()) {
      return scope.keep(step.next(), owner);
    }
  }

  /**
   * The velocity, guided.
   *
   * @param x [B,C,H,W] float64
   * @param t of the evaluation
   * @param step time at which the step begins
   */
  NDArray velocity(NDArray x, double t, double step) {
    return drift(x, t, step, (velocity, state, time) -> velocity);
  }

  /** A drift at x and t, guided: conditional and unconditional in one call of the model. */
  NDArray drift(NDArray x, double t, double step, Drift drift) {
    long size = x.getShape().get(0);
    if (guidance.scale() <= 1 || !field.guides(guidance, t, step)) {
      return drift.of(evaluate(x, t, labels), x, t);
    }
    NDManager manager = x.getManager();
    NDArray none = manager.full(new Shape(size), (float) field.nullLabel(), DataType.INT64);
    NDArray twice = x.concat(x);
    NDArray both = drift.of(evaluate(twice, t, labels.concat(none)), twice, t);
    NDArray conditional = both.get("0:" + size);
    NDArray unconditional = both.get(size + ":");
    return unconditional.add(conditional.sub(unconditional).mul(guidance.scale()));
  }

  private NDArray evaluate(NDArray x, double t, NDArray y) {
    NDArray input = x.toType(DataType.FLOAT32, false);
    NDArray times =
        x.getManager().full(new Shape(x.getShape().get(0)), (float) t, DataType.FLOAT32);
    return field.velocity(input, times, y).toType(DataType.FLOAT64, false);
  }
}
