package io.irepa.plugin.vit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.irepa.spi.ArrayBatch;
import io.irepa.spi.Backbone;
import io.irepa.spi.BackboneShape;
import io.irepa.spi.Batch;
import io.irepa.spi.Grid;
import io.irepa.spi.Losses;
import io.irepa.spi.Objective;
import io.irepa.spi.Phase;
import io.irepa.spi.Prediction;
import io.irepa.spi.RunShape;
import io.irepa.tensor.Parameters;
import io.irepa.tensor.Precision;
import io.irepa.tensor.Scope;
import io.irepa.tensor.SeededDraws;
import io.irepa.testkit.Fakes;
import io.irepa.testkit.ObjectiveContract;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class EncoderObjectivesTest {
  @Nested
  final class MaskedImageContract extends ObjectiveContract {
    @Override
    protected Objective objective(Parts parts) {
      return new MaskedImage(
          new MaskedImage.Config(0.5, 2), parts.backbone(), parts.alignment(), parts.precision());
    }

    @Override
    protected List<String> draws() {
      return List.of("mask");
    }
  }

  @Nested
  final class ClassificationContract extends ObjectiveContract {
    @Override
    protected Objective objective(Parts parts) {
      return new Classification(
          new Classification.Config(0.1),
          parts.backbone(),
          parts.alignment(),
          parts.parameters(),
          parts.precision());
    }

    @Override
    protected List<String> draws() {
      return List.of();
    }
  }

  /** Predicts what it is given, so that only what was hidden from it is wrong. */
  private record Repeats(BackboneShape shape) implements Backbone {
    @Override
    public Prediction forward(Inputs inputs, Set<Integer> taps) {
      return new Prediction(inputs.x(), Map.of());
    }
  }

  private static Batch batch(NDArray images, NDArray labels) {
    return new ArrayBatch(0, images, images, labels, List.of());
  }

  private static double masked(double ratio) {
    BackboneShape shape = new BackboneShape(3, 8, new Grid(4, 4), 8, 2, 2, false);
    try (NDManager manager = NDManager.newBaseManager(Device.cpu());
        Scope scope = Scope.open()) {
      Objective objective =
          new MaskedImage(
              new MaskedImage.Config(ratio, 2),
              new Repeats(shape),
              Fakes.alignment(2, 0),
              Precision.FLOAT32);
      NDArray images = manager.ones(new Shape(2, 3, 8, 8), DataType.FLOAT32).mul(0.5f);
      Losses losses =
          objective.losses(
              Phase.MODEL,
              batch(images, manager.zeros(new Shape(2), DataType.INT64)),
              new SeededDraws(manager, 3, 0));
      return losses.terms().get("masked").toFloatArray()[0];
    }
  }

  @Test
  void theLossIsTheMeanErrorOfHiddenPixelsAlone() {
    // Hidden pixels are predicted as 0 and are 0.5; seen ones are right.
    assertThat(masked(0.25)).as("a quarter hidden").isCloseTo(0.5, within(1e-6));
    assertThat(masked(0.75)).as("three quarters hidden").isCloseTo(0.5, within(1e-6));
  }

  @Test
  void atLeastOneSquareIsHiddenAndOneIsSeen() {
    assertThat(new MaskedImage.Config(0.01, 2).hidden(16)).as("of 1 %").isEqualTo(1);
    assertThat(new MaskedImage.Config(0.99, 2).hidden(16)).as("of 99 %").isEqualTo(15);
    assertThat(new MaskedImage.Config(0.6, 2).hidden(16)).as("of 60 %").isEqualTo(10);
  }

  @Test
  void squaresThatDoNotTileTheInputAreReported() {
    BackboneShape shape = new BackboneShape(3, 8, new Grid(4, 4), 8, 2, 2, false);
    Map<String, String> found = new LinkedHashMap<>();
    new MaskedImage.Config(0.6, 3)
        .check(
            new RunShape(Optional.of(8), Optional.empty(), Optional.of(shape), List.of()),
            found::put);
    assertThat(found).containsOnlyKeys("square");
  }

  @Test
  void anUntrainedHeadTellsClassesByChance() {
    BackboneShape shape = new BackboneShape(3, 8, new Grid(4, 4), 8, 2, 4, false);
    try (NDManager manager = NDManager.newBaseManager(Device.cpu());
        Scope scope = Scope.open()) {
      Parameters backbone = Fakes.parameters(manager, "backbone", Precision.FLOAT32);
      Parameters head = Fakes.parameters(manager, "head", Precision.FLOAT32);
      Objective objective =
          new Classification(
              new Classification.Config(0),
              Fakes.backbone(backbone, shape),
              Fakes.alignment(2, 0),
              name -> head,
              Precision.FLOAT32);
      NDArray weight = head.get("head.weight");
      weight.muli(0);
      NDArray images = Fakes.normal(manager, "x", new Shape(4, 3, 8, 8), DataType.FLOAT32);
      Losses losses =
          objective.losses(
              Phase.MODEL,
              batch(images, manager.create(new long[] {0, 1, 2, 3})),
              new SeededDraws(manager, 3, 0));
      assertThat((double) losses.terms().get("classes").toFloatArray()[0])
          .as("cross entropy where all of 4 classes are as likely")
          .isCloseTo(Math.log(4), within(1e-6));
      assertThat(losses.figures().get("accuracy").toFloatArray()[0])
          .as("share that is right where class 0 is told always")
          .isEqualTo(0.25f);
    }
  }
}
