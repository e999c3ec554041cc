package org.example.self;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.irepa.spi.Backbone;
import io.irepa.spi.Losses;
import io.irepa.tensor.Parameters;
import io.irepa.tensor.Precision;
import io.irepa.tensor.Scope;
import io.irepa.testkit.Fakes;
import java.util.HashMap;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The average follows the backbone and gives the targets. */
final class TeacherTest {
  private static final Offset<Float> ROUNDING = within(1e-5f);

  private NDManager manager;
  private final Map<String, Parameters> sets = new HashMap<>();
  private Backbone backbone;
  private Teacher teacher;
  private Backbone.Inputs inputs;

  @BeforeEach
  void build() {
    manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
    backbone = Fakes.backbone(set("backbone"), Fakes.SHAPE);
    teacher = new Teacher(backbone, this::set, 0.5);
    NDArray x = Fakes.normal(manager, "x", new Shape(2, 2, 4, 4), DataType.FLOAT32);
    NDArray t = manager.create(new float[] {0.2f, 0.7f});
    inputs = new Backbone.Inputs(x, t, manager.create(new long[] {0, 1}));
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private Parameters set(String component) {
    return sets.computeIfAbsent(
        component, name -> Fakes.parameters(manager, name, Precision.FLOAT32));
  }

  private void follow(long step) {
    try (Scope scope = Scope.open()) {
      Losses losses = new Losses();
      teacher.follow(step, losses);
      losses.moveBuffers();
    }
  }

  private float[] tokens(long step) {
    try (Scope scope = Scope.open()) {
      return teacher.tokens(step, inputs, 1).values().toFloatArray();
    }
  }

  @Test
  void beginsAsTheBackbone() {
    follow(0);
    assertThat(tokens(1)).as("tokens of the average").containsExactly(tokens(0), ROUNDING);
  }

  @Test
  void staysBehindWhereTheBackboneMoves() {
    follow(0);
    float[] before = tokens(1);
    Fakes.perturb(set("backbone"), 1);
    assertThat(tokens(1)).as("tokens of the average").containsExactly(before, ROUNDING);
  }

  @Test
  void goesItsShareOfTheWay() {
    follow(0);
    float old = set("backbone").get("value").toFloatArray()[0];
    Fakes.perturb(set("backbone"), 1);
    float now = set("backbone").get("value").toFloatArray()[0];
    follow(100);
    assertThat(set("teacher").get("value").toFloatArray()[0])
        .as("an averaged parameter, with a decay of a half")
        .isCloseTo((old + now) / 2, within(1e-6f));
  }

  @Test
  void putsTheBackbonesParametersBack() {
    NDArray parameter = set("backbone").get("value");
    follow(0);
    tokens(1);
    assertThat(set("backbone").get("value")).as("the parameter").isSameAs(parameter);
  }
}
