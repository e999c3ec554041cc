package io.irepa.train;

import ai.djl.ndarray.NDManager;
import io.irepa.config.RunConfig;
import io.irepa.spi.Batch;
import io.irepa.spi.Example;
import io.irepa.spi.Optimizer;
import io.irepa.tensor.Draws;
import io.irepa.tensor.Scope;
import io.irepa.tensor.SeededDraws;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a process trains with: the composed model, its averages and its optimizer's state. */
final class Session implements AutoCloseable {
  private final RunConfig config;
  private final RunModel model;
  private final Averages averages;
  private final Trainer trainer;

  Session(RunConfig config) {
    this.config = config;
    this.model = new RunModel(config);
    boolean whole = false;
    try {
      NDManager manager = model.manager();
      Optimizer optimizer = model.composer().create(config.optimizer(), "optimizer", Map.of());
      this.averages = new Averages(config.ema(), model.parameters(), manager);
      this.trainer =
          new Trainer(
              model.objective(),
              optimizer,
              averages,
              model.parameters(),
              manager,
              config.train().steps());
      whole = true;
    } finally {
      if (!whole) {
        model.close();
      }
    }
  }

  RunModel model() {
    return model;
  }

  Averages averages() {
    return averages;
  }

  /** The living arrays that a checkpoint holds. */
  RunState state() {
    return RunState.of(model.parameters(), averages, trainer);
  }

  /**
   * Does one step, and closes every array it made.
   *
   * @param examples of all accumulated parts together
   * @param step counted from 0
   * @return the terms' means, by name
   * @throws NonFiniteException if a term or a gradient is not finite
   */
  Map<String, Double> step(BatchAssembler assembler, List<Example> examples, long step) {
    int parts = config.train().accumulate();
    int size = examples.size() / parts;
    try (Scope scope = Scope.open()) {
      List<Batch> batch = new ArrayList<>();
      List<Draws> draws = new ArrayList<>();
      for (int part = 0; part < parts; part++) {
        Draws drawn = new SeededDraws(model.manager(), config.seed(), step * parts + part);
        batch.add(
            assembler.assemble(examples.subList(part * size, (part + 1) * size), step, drawn));
        draws.add(drawn);
      }
      return trainer.step(batch, draws);
    }
  }

  @Override
  public void close() {
    model.close();
  }
}
