package io.irepa.plugin.meanflow;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.irepa.spi.Backbone;
import io.irepa.spi.BackboneShape;
import io.irepa.spi.Batch;
import io.irepa.spi.Grid;
import io.irepa.spi.Interpolant;
import io.irepa.spi.Phase;
import io.irepa.tensor.Parameters;
import io.irepa.tensor.Precision;
import io.irepa.tensor.SeededDraws;
import io.irepa.testkit.Fakes;
import io.irepa.testkit.Gradients;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The gradient of the whole loss, whose target is held fixed, in float64. */
final class MeanFlowGradientTest {
  private static final BackboneShape SHAPE = new BackboneShape(2, 4, new Grid(2, 4), 3, 2, 5, true);

  /** The loss written out anew: the derivative is a difference over 1e-5 along the flow. */
  private static NDArray reference(Backbone backbone, Backbone frozen, Batch batch, NDManager m) {
    SeededDraws draws = new SeededDraws(m, 7, 0);
    NDArray times = draws.uniform("time", new Shape(2, 2));
    NDArray r = times.min(new int[] {1}).toType(DataType.FLOAT64, false);
    NDArray t = times.max(new int[] {1}).toType(DataType.FLOAT64, false);
    NDArray x = batch.x();
    NDArray noise = draws.normal("noise", x.getShape()).toType(DataType.FLOAT64, false);
    NDArray wide = t.reshape(2, 1, 1, 1);
    NDArray z = x.mul(wide.neg().add(1)).add(noise.mul(wide));
    NDArray v = noise.sub(x);
    double h = 1e-5;
    NDArray slope =
        value(frozen, z.add(v.mul(h)), r, t.add(h), batch)
            .sub(value(frozen, z.sub(v.mul(h)), r, t.sub(h), batch))
            .div(2 * h);
    NDArray target = v.sub(slope.mul(t.sub(r).reshape(2, 1, 1, 1)));
    return value(backbone, z, r, t, batch).sub(target).square().sum().div(2);
  }

  private static NDArray value(Backbone backbone, NDArray z, NDArray r, NDArray t, Batch batch) {
    Backbone.Inputs inputs = new Backbone.Inputs(z, t, Optional.of(r), batch.labels());
    return backbone.forward(inputs, Set.of()).value();
  }

  @Test
  void isThatOfALossWhoseTargetIsAFixedFiniteDifference() {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      Parameters parameters = Fakes.parameters(manager, "backbone", Precision.FLOAT64);
      Backbone backbone = Fakes.backbone(parameters, SHAPE);
      Fakes.perturb(parameters, 0.1);
      Parameters still = Fakes.parameters(manager, "backbone", Precision.FLOAT64);
      Backbone frozen = Fakes.backbone(still, SHAPE);
      Fakes.perturb(still, 0.1);
      still.trained().values().forEach(array -> array.setRequiresGradient(false));
      Batch batch = Fakes.batch(manager, SHAPE, DataType.FLOAT64);
      MeanFlow objective =
          new MeanFlow(Configs.plain(Interpolant.LINEAR, 1), backbone, Fakes.alignment(1, 0));
      Map<String, NDArray> trained = parameters.trained();
      Gradients.assertClose(
          "the loss",
          Gradients.of(
              () -> objective.losses(Phase.MODEL, batch, new SeededDraws(manager, 7, 0)).total(),
              trained),
          Gradients.of(() -> reference(backbone, frozen, batch, manager), trained),
          1e-6);
    }
  }
}
