package io.irepa.plugin.sit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.irepa.spi.Backbone;
import io.irepa.spi.Prediction;
import io.irepa.tensor.Autograd;
import io.irepa.tensor.Parameters;
import io.irepa.tensor.Precision;
import io.irepa.tensor.Scope;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SitTest {
  private static final long[] LABELS = {1, 5};

  private final NDManager manager = NDManager.newBaseManager(Device.cpu());

  @AfterEach
  void closeManager() {
    manager.close();
  }

  private static SitConfig config(boolean qkNorm, boolean interval) {
    return new SitConfig(
        Optional.empty(),
        Optional.of(2),
        Optional.of(16),
        Optional.of(2),
        Optional.of(2),
        2.0,
        qkNorm,
        3,
        6,
        5,
        interval);
  }

  /** A small model with random values everywhere, and its inputs. */
  private final class Model {
    private final Parameters parameters;
    private final Parameters inputs;
    private final Sit sit;
    private final boolean interval;

    Model(Precision precision, boolean qkNorm, boolean interval) {
      this.interval = interval;
      parameters = GradientCheck.parameters("backbone", manager, precision);
      sit = new Sit(config(qkNorm, interval), parameters, precision);
      GradientCheck.randomize(parameters, manager);
      Map<String, Shape> shapes = new LinkedHashMap<>();
      shapes.put("x", new Shape(2, 3, 6, 6));
      shapes.put("t", new Shape(2));
      if (interval) {
        shapes.put("r", new Shape(2));
      }
      inputs = GradientCheck.inputs(manager, precision, shapes);
    }

    Prediction predict(Integer... taps) {
      return sit.forward(
          new Backbone.Inputs(
              inputs.get("x"),
              inputs.get("t"),
              interval ? Optional.of(inputs.get("r")) : Optional.empty(),
              manager.create(LABELS)),
          Set.of(taps));
    }

    NDArray scalar() {
      Prediction prediction = predict(1);
      NDArray hidden = prediction.hidden().get(1).values();
      return prediction.value().sin().sum().add(hidden.cos().mean());
    }

    double[] values() {
      try (Scope scope = Scope.open();
          Autograd.Recording off = Autograd.off()) {
        return GradientCheck.values(predict().value());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"false, false", "true, false", "false, true"})
  void gradientsAgreeWithCentralDifferences(boolean qkNorm, boolean interval) {
    Model model = new Model(Precision.FLOAT64, qkNorm, interval);
    GradientCheck.assertGradients(model::scalar, model.parameters, model.inputs);
  }

  @ParameterizedTest
  @CsvSource({"FLOAT32, 1e-5", "BFLOAT16, 5e-2"})
  void lowerPrecisionsAgreeWithFloat64(Precision precision, double tolerance) {
    double[] expected = new Model(Precision.FLOAT64, true, true).values();
    double[] actual = new Model(precision, true, true).values();
    assertThat(GradientCheck.difference(actual, expected)).isLessThan(tolerance);
  }

  @Test
  void bfloat16StaysInsideKernels() {
    try (Scope scope = Scope.open();
        Autograd.Recording off = Autograd.off()) {
      Prediction prediction = new Model(Precision.BFLOAT16, false, false).predict(1, 2);
      assertThat(prediction.value().getDataType()).isEqualTo(DataType.FLOAT32);
      assertThat(prediction.hidden()).containsOnlyKeys(1, 2);
      prediction
          .hidden()
          .values()
          .forEach(
              tokens -> {
                assertThat(tokens.values().getDataType()).isEqualTo(DataType.FLOAT32);
                assertThat(tokens.values().getShape()).isEqualTo(new Shape(2, 9, 16));
              });
    }
  }

  @Test
  void startsAtZero() {
    try (Scope scope = Scope.open();
        Autograd.Recording off = Autograd.off()) {
      Parameters parameters = GradientCheck.parameters("backbone", manager, Precision.FLOAT32);
      Sit sit = new Sit(config(false, false), parameters, Precision.FLOAT32);
      NDArray x = manager.randomNormal(new Shape(2, 3, 6, 6));
      NDArray t = manager.ones(new Shape(2));
      NDArray value =
          sit.forward(new Backbone.Inputs(x, t, manager.create(LABELS)), Set.of()).value();
      assertThat(value.toFloatArray()).as("the last layer starts at zero").containsOnly(0f);
    }
  }

  @Test
  void eachHalfOfThePositionEmbeddingTellsOneCoordinate() {
    float[] values = SinCos.grid(3, 8);
    int at = 0;
    for (int row = 0; row < 3; row++) {
      for (int column = 0; column < 3; column++, at += 8) {
        assertThat(values[at]).isEqualTo((float) Math.sin(column));
        assertThat(values[at + 4]).isEqualTo((float) Math.sin(row));
      }
    }
  }
}
