package io.irepa.train;

import static io.irepa.train.AveragedModel.weights;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import io.irepa.tensor.Autograd;
import io.irepa.tensor.Parameters;
import io.irepa.tensor.Precision;
import io.irepa.tensor.Scope;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class AveragesTest {
  private final AveragedModel model = new AveragedModel();

  @AfterEach
  void close() {
    model.close();
  }

  private void run(int from, int to, Averages... all) {
    for (int step = from; step < to; step++) {
      model.step(step);
      update(step, all);
    }
  }

  private static void update(int step, Averages... all) {
    try (Scope scope = Scope.open();
        Autograd.Recording off = Autograd.off()) {
      for (Averages averages : all) {
        averages.update(step);
      }
    }
  }

  /** The first weight after so many steps by the recursion, in float64. */
  private double recursion(double initial, int steps, IntToDoubleFunction decay) {
    double average = initial;
    for (int step = 0; step < steps; step++) {
      model.step(step);
      double beta = decay.applyAsDouble(step + 1);
      average = beta * average + (1 - beta) * model.weights()[0];
    }
    return average;
  }

  @Test
  void followsTheDecay() {
    double initial = model.weights()[0];
    Averages averages = model.averages(List.of(0.9), false);
    run(0, 30, averages);
    assertThat((double) weights(averages, 0)[0])
        .as("average")
        .isCloseTo(recursion(initial, 30, n -> 0.9), within(1e-5));
  }

  /** The count includes the update itself, as in pytorch_ema and score_sde. */
  @Test
  void warmsUpWithTheNumberOfTheUpdate() {
    double initial = model.weights()[0];
    Averages averages = model.averages(List.of(0.5), true);
    run(0, 15, averages);
    assertThat((double) weights(averages, 0)[0])
        .as("average")
        .isCloseTo(
            recursion(initial, 15, n -> Math.min(0.5, (1.0 + n) / (10.0 + n))), within(1e-5));
  }

  @Test
  void powerAveragesAreTheirWeightedSums() {
    Averages averages = model.averages(List.of(), false, 0.05, 0.25);
    int steps = 200;
    run(0, steps, averages);
    for (int i = 0; i < 2; i++) {
      PowerProfile profile = PowerProfile.ofLength(i == 0 ? 0.05 : 0.25);
      double sum = 0;
      for (int k = 1; k <= steps; k++) {
        model.step(k - 1);
        sum += (profile.rest(k, steps) - profile.rest(k - 1, steps)) * model.weights()[5];
      }
      assertThat((double) weights(averages, i)[5])
          .as(averages.name(i))
          .isCloseTo(sum, within(1e-5));
    }
  }

  @Test
  void aDecayOfZeroGivesTheParameters() {
    Averages averages = model.averages(List.of(0.0), false);
    run(0, 3, averages);
    assertThat(weights(averages, 0)).as("average").isEqualTo(model.weights());
  }

  @Test
  void aDecayOfOneKeepsTheInitialValues() {
    float[] initial = model.weights();
    Averages averages = model.averages(List.of(1.0), false);
    run(0, 3, averages);
    assertThat(weights(averages, 0)).as("average").isEqualTo(initial);
  }

  @Test
  void severalAtOnceAreWhatEachIsAlone() {
    Averages together = model.averages(List.of(0.9, 0.999), false, 0.05, 0.1);
    Averages[] alone = {
      model.averages(List.of(0.9), false),
      model.averages(List.of(0.999), false),
      model.averages(List.of(), false, 0.05),
      model.averages(List.of(), false, 0.1)
    };
    run(0, 25, together);
    run(0, 25, alone);
    for (int i = 0; i < alone.length; i++) {
      int index = i;
      alone[i]
          .flat(0)
          .forEach(
              (name, array) ->
                  assertThat(together.flat(index).get(name).toFloatArray())
                      .as("%s of %s", name, together.name(index))
                      .isEqualTo(array.toFloatArray()));
    }
  }

  @Test
  void areNamedInTheOrderOfTheConfiguration() {
    Averages averages = model.averages(List.of(0.9999, 0.0), false, 0.1, 0.05);
    assertThat(List.of(0, 1, 2, 3))
        .as("names")
        .extracting(averages::name)
        .containsExactly("decay-0.9999", "decay-0", "power-0.1", "power-0.05");
  }

  @Test
  void areOfBackboneAndProjectorsAlone() {
    assertThat(model.averages(List.of(0.9), false).flat(0))
        .as("averaged arrays")
        .containsOnlyKeys(
            "backbone.weight", "backbone.bias", "projector.0.weight", "projector.0.bias");
  }

  @Test
  void haveTheFormatOfTheMasterWeights() {
    try (AveragedModel half = new AveragedModel(Precision.BFLOAT16)) {
      assertThat(half.averages(List.of(0.9), false, 0.1).flat(1).values())
          .as("formats")
          .extracting(NDArray::getDataType)
          .containsOnly(DataType.FLOAT32);
    }
  }

  /** All that a resumed run has is the arrays and the number of the step. */
  @Test
  void goOnFromTheirArraysBitForBit() {
    Averages undisturbed = model.averages(List.of(0.99), true, 0.1);
    Averages before = model.averages(List.of(0.99), true, 0.1);
    Averages after = model.averages(List.of(0.99), true, 0.1);
    run(0, 20, undisturbed);
    run(0, 8, before);
    for (int i = 0; i < before.count(); i++) {
      int index = i;
      before.flat(i).forEach((name, array) -> after.flat(index).get(name).muli(0).addi(array));
    }
    run(8, 20, after);
    for (int i = 0; i < undisturbed.count(); i++) {
      assertThat(weights(after, i)).as(after.name(i)).isEqualTo(weights(undisturbed, i));
    }
  }

  @Test
  void anUpdateLeavesNoArrayBehind() {
    Averages averages = model.averages(List.of(0.9, 0.99), false, 0.1);
    run(0, 1, averages);
    int before = model.manager().getManagedArrays().size();
    run(1, 50, averages);
    assertThat(model.manager().getManagedArrays()).as("arrays").hasSize(before);
  }

  @Test
  void theOneAskedForStandsInForTheParameters() {
    Averages averages = model.averages(List.of(0.9), false, 0.1);
    run(0, 5, averages);
    float[] own = model.weights();
    try (Parameters.Substitution average = averages.substitute(OptionalInt.of(1))) {
      assertThat(model.weights()).as("substituted").isEqualTo(weights(averages, 1));
    }
    try (Parameters.Substitution trained = averages.substitute(OptionalInt.empty())) {
      assertThat(model.weights()).as("not substituted").isEqualTo(own);
    }
    assertThat(model.weights()).as("put back").isEqualTo(own);
  }
}
