package io.irepa.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import io.irepa.spi.Backbone;
import io.irepa.spi.Batch;
import io.irepa.spi.Field;
import io.irepa.spi.Interpolant;
import io.irepa.spi.Losses;
import io.irepa.spi.Objective;
import io.irepa.spi.Phase;
import io.irepa.spi.Prediction;
import io.irepa.tensor.Autograd;
import io.irepa.tensor.Draws;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** An objective that learns nothing of use, whole or broken in one way. */
final class ObjectiveContractCanFailTest {
  private enum Fault {
    NONE,
    OTHER_DRAW,
    OWN_RANDOMNESS,
    NO_ALIGNMENT,
    WRONG_GRADIENT,
    NAN,
    KEEPS_ARRAY,
    WRONG_VELOCITY,
    WRONG_LABEL
  }

  private record Toy(ObjectiveContract.Parts parts, Fault fault) implements Objective {
    @Override
    public Losses losses(Phase phase, Batch batch, Draws draws) {
      long count = batch.labels().size();
      NDArray t = draws.uniform(fault == Fault.OTHER_DRAW ? "t" : "time", new Shape(count));
      if (fault == Fault.OWN_RANDOMNESS) {
        t = t.mul(new Random().nextFloat());
      }
      if (fault == Fault.KEEPS_ARRAY) {
        NDScope.unregister(t);
      }
      Prediction prediction =
          parts
              .backbone()
              .forward(
                  new Backbone.Inputs(batch.x(), t, batch.labels()),
                  parts.alignment().depths(batch.step()));
      NDArray square = prediction.value().sub(batch.x()).square().mean();
      if (fault == Fault.WRONG_GRADIENT) {
        square = square.add(Autograd.detach(square));
      }
      if (fault == Fault.NAN) {
        square = square.mul(Float.NaN);
      }
      Losses losses = new Losses().add("square", square);
      return fault == Fault.NO_ALIGNMENT
          ? losses
          : losses.align(parts.alignment().terms(prediction.hidden(), batch));
    }

    @Override
    public Field field() {
      return new Field() {
        @Override
        public NDArray velocity(NDArray x, NDArray t, NDArray y) {
          NDArray value = parts.backbone().forward(new Backbone.Inputs(x, t, y), Set.of()).value();
          return fault == Fault.WRONG_VELOCITY ? value.mean(new int[] {1}) : value;
        }

        @Override
        public Interpolant interpolant() {
          return Interpolant.LINEAR;
        }

        @Override
        public long nullLabel() {
          return fault == Fault.WRONG_LABEL ? 0 : parts.backbone().shape().classes();
        }
      };
    }
  }

  private static ObjectiveContract contract(Fault fault) {
    return new ObjectiveContract() {
      @Override
      protected Objective objective(Parts parts) {
        return new Toy(parts, fault);
      }

      @Override
      protected List<String> draws() {
        return List.of("time");
      }
    };
  }

  private static void run(Fault fault, Consumer<ObjectiveContract> check) {
    ObjectiveContract contract = contract(fault);
    contract.openManager();
    try {
      check.accept(contract);
    } finally {
      contract.closeManager();
    }
  }

  /** It passes whole and fails broken, so that what fails is the fault. */
  private static void assertFound(Fault fault, Consumer<ObjectiveContract> check) {
    run(Fault.NONE, check);
    assertThatThrownBy(() -> run(fault, check)).as("%s", fault).isInstanceOf(AssertionError.class);
  }

  @Test
  void findsADrawOfAnotherName() {
    assertFound(Fault.OTHER_DRAW, ObjectiveContract::drawsByItsNames);
  }

  @Test
  void findsRandomnessThatIsNotDrawn() {
    assertFound(Fault.OWN_RANDOMNESS, ObjectiveContract::dependsOnItsDrawsAlone);
  }

  @Test
  void findsAForgottenAlignment() {
    assertFound(Fault.NO_ALIGNMENT, ObjectiveContract::addsAndReportsTheAlignment);
  }

  @Test
  void findsAWrongGradient() {
    assertFound(Fault.WRONG_GRADIENT, ObjectiveContract::gradientsAgreeWithFiniteDifferences);
  }

  @Test
  void findsALossThatIsNoNumber() {
    assertFound(Fault.NAN, ObjectiveContract::givesFiniteTerms);
  }

  @Test
  void findsAnArrayThatOutlivesTheStep() {
    assertFound(Fault.KEEPS_ARRAY, ObjectiveContract::leavesNoArrayBehind);
  }

  @Test
  void findsVelocitiesOfAnotherShape() {
    assertFound(Fault.WRONG_VELOCITY, ObjectiveContract::hasAFieldOfVelocities);
  }

  @Test
  void findsAWrongNullLabel() {
    assertFound(Fault.WRONG_LABEL, ObjectiveContract::hasAFieldOfVelocities);
  }
}
