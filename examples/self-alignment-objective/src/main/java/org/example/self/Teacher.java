package org.example.self;

import ai.djl.ndarray.NDArray;
import io.irepa.spi.Backbone;
import io.irepa.spi.Losses;
import io.irepa.spi.Tokens;
import io.irepa.tensor.Autograd;
import io.irepa.tensor.Initializer;
import io.irepa.tensor.ParameterSets;
import io.irepa.tensor.Parameters;
import java.util.Set;

/**
 * The backbone with an exponential average of its parameters, which lies in buffers of the
 * component {@value #COMPONENT}: saved with the run, and not trained. It begins as the backbone
 * itself.
 */
final class Teacher {
  static final String COMPONENT = "teacher";

  private final Backbone backbone;
  private final Parameters student;
  private final Parameters average;
  private final double decay;

  Teacher(Backbone backbone, ParameterSets sets, double decay) {
    this.backbone = backbone;
    this.student = sets.get("backbone");
    this.average = sets.get(COMPONENT);
    this.decay = decay;
    student
        .trained()
        .forEach((name, array) -> average.buffer(name, array.getShape(), Initializer.zeros()));
  }

  /**
   * The average's tokens.
   *
   * @param step of the run; before the first update, the backbone's own parameters are used
   * @param inputs of one batch
   * @param depth that is tapped
   * @return [B,T,D] without a gradient
   */
  Tokens tokens(long step, Backbone.Inputs inputs, int depth) {
    try (Autograd.Recording off = Autograd.off()) {
      if (step == 0) {
        return backbone.hidden(inputs, Set.of(depth)).get(depth);
      }
      try (Parameters.Substitution substitution = student.substitute(average.buffers())) {
        return backbone.hidden(inputs, Set.of(depth)).get(depth);
      }
    }
  }

  /**
   * Has the average follow the backbone, faster at first: by d = min(decay, (1 + step) / (10 +
   * step)), and all the way in the first step.
   */
  void follow(long step, Losses losses) {
    double d = step == 0 ? 0 : Math.min(decay, (1.0 + step) / (10.0 + step));
    try (Autograd.Recording off = Autograd.off()) {
      average
          .buffers()
          .forEach(
              (name, buffer) -> {
                NDArray now = student.get(name);
                losses.move(buffer, buffer.mul((float) d).add(now.mul((float) (1 - d))));
              });
    }
  }
}
