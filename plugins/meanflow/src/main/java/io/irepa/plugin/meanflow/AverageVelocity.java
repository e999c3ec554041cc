package io.irepa.plugin.meanflow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.irepa.spi.Backbone;
import io.irepa.spi.Prediction;
import io.irepa.tensor.ForwardMode;
import java.util.Optional;
import java.util.Set;

/** A backbone's prediction as an average velocity u(z,r,t|y) (arXiv 2505.13447, eq. 3). */
final class AverageVelocity {
  private final Backbone backbone;

  AverageVelocity(Backbone backbone) {
    this.backbone = backbone;
  }

  long nullLabel() {
    return backbone.shape().classes();
  }

  /** u with hidden tokens. */
  Prediction predict(Examples examples, Set<Integer> taps) {
    return backbone.forward(
        new Backbone.Inputs(examples.z(), examples.t(), Optional.of(examples.r()), examples.y()),
        taps);
  }

  /** u [B,C,H,W] between r and t. */
  NDArray between(NDArray z, NDArray r, NDArray t, NDArray y) {
    return backbone.forward(new Backbone.Inputs(z, t, Optional.of(r), y), Set.of()).value();
  }

  /** u(z,t,t), which is the velocity at t. */
  NDArray velocity(Examples examples) {
    return between(examples.z(), examples.t(), examples.t(), examples.y());
  }

  /** The same examples without their labels. */
  Examples unlabelled(Examples examples) {
    return examples.labelled(examples.y().zerosLike().add(nullLabel()));
  }

  /** du/dt along the flow: the derivative of u in the direction (dz, 0, 1) of (z, r, t). */
  NDArray derivative(Examples examples, NDArray dz) {
    return ForwardMode.along(
            at -> between(at.get(0), at.get(1), at.get(2), examples.y()),
            new NDList(examples.z(), examples.r(), examples.t()),
            new NDList(dz, examples.r().zerosLike(), examples.t().onesLike()))
        .tangent();
  }
}
