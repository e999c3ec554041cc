package io.irepa.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.irepa.spi.Backbone;
import io.irepa.spi.BackboneShape;
import io.irepa.spi.Prediction;
import io.irepa.spi.Tokens;
import io.irepa.tensor.Autograd;
import io.irepa.tensor.ForwardMode;
import io.irepa.tensor.Parameters;
import io.irepa.tensor.Philox;
import io.irepa.tensor.Precision;
import io.irepa.tensor.Recompute;
import io.irepa.tensor.Scope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The contract of {@link Backbone}.
 *
 * @since 0.1
 */
public abstract class BackboneContract extends Contract {
  /**
   * Of sums that are taken in another order; in bfloat16, of last bits where they are rounded, 2^-8
   * each, which weigh more in what products leave of them. A block that is left out is off by far
   * more.
   */
  private static final Map<Precision, Double> ROUNDING =
      Map.of(Precision.FLOAT64, 1e-13, Precision.FLOAT32, 1e-5, Precision.BFLOAT16, 3e-2);

  /** For a subclass. */
  protected BackboneContract() {}

  /**
   * The backbone under test, as small as it can be.
   *
   * @param parameters empty; the backbone creates its own there
   * @param precision to compute in
   * @param recompute as composition would inject it; a backbone that never computes anything again
   *     has no use for it
   * @return the backbone
   */
  protected abstract Backbone backbone(
      Parameters parameters, Precision precision, Recompute recompute);

  private Backbone backbone(Parameters parameters, Precision precision) {
    return backbone(parameters, precision, new Recompute(false));
  }

  private Parameters parameters(Precision precision) {
    return Fakes.parameters(manager(), "backbone", precision);
  }

  /** The second example has the null label. */
  private Backbone.Inputs inputs(BackboneShape shape, Precision precision) {
    NDArray x =
        Fakes.normal(
            manager(),
            "x",
            new Shape(BATCH, shape.channels(), shape.input(), shape.input()),
            precision.edgeType());
    NDArray t = manager().create(new double[] {0.3, 0.9}).toType(precision.edgeType(), false);
    NDArray r = manager().create(new double[] {0.1, 0.9}).toType(precision.edgeType(), false);
    NDArray y = manager().create(new long[] {0, shape.classes()});
    return new Backbone.Inputs(x, t, shape.interval() ? Optional.of(r) : Optional.empty(), y);
  }

  /**
   * Predicts in x's shape and reports the taps asked for, in each precision.
   *
   * @param precision each in turn
   */
  @ParameterizedTest
  @EnumSource
  public void givesAPredictionAndTheTapsAskedFor(Precision precision) {
    Backbone backbone = backbone(parameters(precision), precision);
    BackboneShape shape = backbone.shape();
    Backbone.Inputs inputs = inputs(shape, precision);
    try (Scope scope = Scope.open()) {
      Set<Integer> taps = new TreeSet<>(List.of(1, shape.depth()));
      Prediction prediction = backbone.forward(inputs, taps);
      assertThat(prediction.value().getShape()).as("shape").isEqualTo(inputs.x().getShape());
      assertThat(prediction.value().getDataType()).as("format").isEqualTo(precision.edgeType());
      assertFinite(prediction.value(), "prediction");
      assertThat(prediction.hidden()).as("taps").containsOnlyKeys(taps);
      prediction
          .hidden()
          .forEach(
              (depth, tokens) -> {
                assertThat(tokens.grid()).as("grid at depth %d", depth).isEqualTo(shape.grid());
                assertThat(tokens.values().getShape())
                    .as("shape at depth %d", depth)
                    .isEqualTo(new Shape(BATCH, shape.grid().size(), shape.hidden()));
                assertThat(tokens.values().getDataType())
                    .as("format at depth %d", depth)
                    .isEqualTo(precision.edgeType());
              });
      assertThat(backbone.forward(inputs, Set.of()).hidden()).as("no taps").isEmpty();
    }
  }

  /**
   * The gradients by inputs and parameters are those of the value, at a handful of coordinates.
   *
   * @param precision each in turn
   */
  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  public void gradientsAgreeWithFiniteDifferences(Precision precision) {
    Case tried = new Case(precision);
    Gradients.check(tried::loss, tried.arrays(), 2, new Philox(3, 0));
  }

  /**
   * The directional derivative by x and times is that of the value, for objectives that need it.
   */
  @Test
  public void directionalDerivativeAgreesWithFiniteDifferences() {
    Case tried = new Case(Precision.FLOAT64);
    NDArray direction =
        Fakes.normal(manager(), "direction", tried.inputs.x().getShape(), DataType.FLOAT64);
    double step = 1e-5;
    try (Scope scope = Scope.open();
        Autograd.Recording off = Autograd.off()) {
      NDArray x = tried.inputs.x();
      NDArray t = tried.inputs.t();
      NDArray derivative =
          ForwardMode.along(
                  at -> tried.valueAt(at.get(0), at.get(1)),
                  new NDList(x, t),
                  new NDList(direction, t.onesLike()))
              .tangent();
      NDArray above = tried.valueAt(x.add(direction.mul(step)), t.add(step));
      NDArray below = tried.valueAt(x.sub(direction.mul(step)), t.sub(step));
      assertThat(numbers(derivative))
          .as("the derivative along a direction, against finite differences")
          .containsExactly(
              numbers(above.sub(below).div(2 * step)), Offset.offset(1e-6 * scale(derivative)));
    }
  }

  private static double scale(NDArray array) {
    return Math.max(1, Arrays.stream(numbers(array)).map(Math::abs).max().orElse(0));
  }

  /** Predictions and gradients in float32 are near those in float64, in bfloat16 near float32. */
  @Test
  public void precisionsAgree() {
    assertPrecisionsAgree(precision -> new Case(precision).results());
  }

  private final class Case {
    private final Parameters parameters;
    private final Backbone backbone;
    private final Backbone.Inputs inputs;
    private final NDArray weights;

    Case(Precision precision) {
      this(precision, new Recompute(false));
    }

    Case(Precision precision, Recompute recompute) {
      parameters = parameters(precision);
      backbone = backbone(parameters, precision, recompute);
      Fakes.perturb(parameters, 0.1);
      inputs = inputs(backbone.shape(), precision);
      weights = Fakes.normal(manager(), "weights", inputs.x().getShape(), precision.edgeType());
    }

    NDArray value() {
      return backbone.forward(inputs, Set.of()).value();
    }

    /** The value at another state and time. */
    NDArray valueAt(NDArray x, NDArray t) {
      return backbone.forward(new Backbone.Inputs(x, t, inputs.r(), inputs.y()), Set.of()).value();
    }

    NDArray loss() {
      int depth = backbone.shape().depth();
      Prediction prediction = backbone.forward(inputs, Set.of(depth));
      NDArray tokens = prediction.hidden().get(depth).values();
      return prediction.value().mul(weights).sum().add(tokens.square().mean());
    }

    private Prediction allDepths() {
      Set<Integer> depths = new TreeSet<>();
      for (int depth = 1; depth <= backbone.shape().depth(); depth++) {
        depths.add(depth);
      }
      return backbone.forward(inputs, depths);
    }

    NDArray lossOfAllDepths() {
      Prediction prediction = allDepths();
      NDArray loss = prediction.value().mul(weights).sum();
      for (Tokens tokens : new TreeMap<>(prediction.hidden()).values()) {
        loss = loss.add(tokens.values().square().mean());
      }
      return loss;
    }

    /** The prediction, then the tokens, as training computes them. */
    List<double[]> recordedForward() {
      try (Scope scope = Scope.open();
          Autograd.Recording on = Autograd.on()) {
        Prediction prediction = allDepths();
        List<double[]> numbers = new ArrayList<>();
        numbers.add(Contract.numbers(prediction.value()));
        new TreeMap<>(prediction.hidden())
            .values()
            .forEach(tokens -> numbers.add(Contract.numbers(tokens.values())));
        return numbers;
      }
    }

    Map<String, NDArray> arrays() {
      Map<String, NDArray> arrays = new LinkedHashMap<>(parameters.trained());
      arrays.put("x", inputs.x());
      arrays.put("t", inputs.t());
      inputs.r().ifPresent(r -> arrays.put("r", r));
      arrays.values().forEach(array -> array.setRequiresGradient(true));
      return arrays;
    }

    Map<String, double[]> results() {
      Map<String, double[]> results = new LinkedHashMap<>(Gradients.of(this::loss, arrays()));
      results.put("value", numbersOf(this::value));
      return results;
    }
  }

  /**
   * Where activations are computed again, predictions and hidden tokens are the same bit by bit,
   * and gradients up to rounding, with all depths tapped.
   *
   * @param precision each in turn
   */
  @ParameterizedTest
  @EnumSource
  public void computesTheSameWhenActivationsAreNotKept(Precision precision) {
    Case plain = new Case(precision, new Recompute(false));
    Case again = new Case(precision, new Recompute(true));
    assertThat(again.recordedForward())
        .as("prediction, and tokens at each depth")
        .usingRecursiveComparison()
        .isEqualTo(plain.recordedForward());
    Gradients.assertClose(
        "recomputation",
        Gradients.of(again::lossOfAllDepths, again.arrays()),
        Gradients.of(plain::lossOfAllDepths, plain.arrays()),
        ROUNDING.get(precision));
  }

  /** Sampling with averaged parameters works: none is kept in a field. */
  @Test
  public void asksForItsParametersAtEachCall() {
    Parameters parameters = parameters(Precision.FLOAT32);
    Backbone backbone = backbone(parameters, Precision.FLOAT32);
    Fakes.perturb(parameters, 0.05);
    Backbone.Inputs inputs = inputs(backbone.shape(), Precision.FLOAT32);
    try (Scope scope = Scope.open()) {
      double[] before = numbers(backbone.forward(inputs, Set.of()).value());
      Map<String, NDArray> zeros = new HashMap<>();
      parameters.trained().forEach((name, array) -> zeros.put(name, array.zerosLike()));
      double[] substituted;
      try (Parameters.Substitution substitution = parameters.substitute(zeros)) {
        substituted = numbers(backbone.forward(inputs, Set.of()).value());
      }
      assertThat(substituted).as("prediction with other parameters").isNotEqualTo(before);
      assertThat(numbers(backbone.forward(inputs, Set.of()).value()))
          .as("prediction with the parameters put back")
          .isEqualTo(before);
    }
  }

  /** Repeats itself, and leaves what it is given as it was. */
  @Test
  public void repeatsItselfAndChangesNothing() {
    Backbone backbone = backbone(parameters(Precision.FLOAT32), Precision.FLOAT32);
    Backbone.Inputs inputs = inputs(backbone.shape(), Precision.FLOAT32);
    assertPure(
        () -> backbone.forward(inputs, Set.of()).value(), inputs.x(), inputs.t(), inputs.y());
  }

  /** Keeps no array but its parameters. */
  @Test
  public void leavesNoArrayBehind() {
    Backbone backbone = backbone(parameters(Precision.FLOAT32), Precision.FLOAT32);
    Backbone.Inputs inputs = inputs(backbone.shape(), Precision.FLOAT32);
    assertLeavesNothing(() -> backbone.forward(inputs, Set.of()).value());
  }

  /** A CUDA device gives what the CPU gives. */
  @Test
  public void givesTheSameOnCuda() {
    assertSameOnCuda(() -> new Case(Precision.FLOAT32).value());
  }
}
