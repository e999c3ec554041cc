package io.irepa.tests;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.irepa.config.RunConfig;
import io.irepa.config.RunConfigReader;
import io.irepa.spi.ArrayBatch;
import io.irepa.spi.Batch;
import io.irepa.spi.Optimizer;
import io.irepa.spi.TokenShape;
import io.irepa.spi.Tokens;
import io.irepa.tensor.Scope;
import io.irepa.tensor.SeededDraws;
import io.irepa.testkit.Fakes;
import io.irepa.train.Averages;
import io.irepa.train.LearningRate;
import io.irepa.train.RunModel;
import io.irepa.train.Trainer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A run composed as for training, and one step on random inputs; without data and disk. */
final class OneStep {
  private OneStep() {}

  /** The step's numbers, by name; fails if one is not finite. */
  static Map<String, Double> of(RunConfig config) {
    try (RunModel model = new RunModel(config);
        Scope scope = Scope.open()) {
      NDManager manager = model.manager();
      Optimizer optimizer = model.composer().optimizer(model.objective());
      Trainer trainer =
          new Trainer(
              model.objective(),
              optimizer,
              new Averages(config.ema(), model.parameters(), manager),
              model.parameters(),
              manager,
              new LearningRate(optimizer, List.of(), 1));
      return trainer
          .step(List.of(batch(config, model)), List.of(new SeededDraws(manager, 1, 0)))
          .read();
    }
  }

  private static Batch batch(RunConfig config, RunModel model) {
    NDManager manager = model.manager();
    long channels = model.backbone().shape().channels();
    long side = model.backbone().shape().input();
    NDArray x = Fakes.normal(manager, "x", new Shape(2, channels, side, side), DataType.FLOAT32);
    List<Tokens> targets = new ArrayList<>();
    for (TokenShape shape : RunConfigReader.shape(config).targets()) {
      Shape tokens = new Shape(2, shape.grid().size(), shape.width());
      targets.add(
          new Tokens(Fakes.normal(manager, "target", tokens, DataType.FLOAT32), shape.grid()));
    }
    return new ArrayBatch(0, x, x, manager.create(new long[] {0, 7}), targets);
  }
}
