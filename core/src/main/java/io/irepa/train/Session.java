package io.irepa.train;

import ai.djl.ndarray.NDManager;
import io.irepa.config.RunConfig;
import io.irepa.spi.Batch;
import io.irepa.spi.Optimizer;
import io.irepa.tensor.Draws;
import io.irepa.tensor.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What a process trains with: the composed model, its averages and its optimizer's state. */
final class Session implements AutoCloseable {
  private final RunConfig config;
  private final RunModel model;
  private final Averages averages;
  private final Trainer trainer;

  Session(RunConfig config) {
    this(config, RunModel.Purpose.TRAINING);
  }

  Session(RunConfig config, RunModel.Purpose purpose) {
    this.config = config;
    this.model = new RunModel(config, purpose);
    boolean whole = false;
    try {
      NDManager manager = model.manager();
      Optimizer optimizer = model.composer().optimizer(model.objective());
      this.averages = new Averages(config.ema(), model.parameters(), manager);
      this.trainer =
          new Trainer(
              model.objective(),
              optimizer,
              averages,
              model.parameters(),
              manager,
              new LearningRate(optimizer, model.composer().schedules(), config.train().steps()));
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

  /** Whether {@link #state} is that between two steps, also where the last one failed. */
  boolean between() {
    return trainer.between();
  }

  /**
   * How many steps may be under way before the report of one is read: on a GPU the next is launched
   * before the one before is waited for.
   */
  int unread() {
    return model.manager().getDevice().isGpu() ? 1 : 0;
  }

  /**
   * Does one step, and closes every array it made.
   *
   * @param examples of all accumulated parts together; not closed
   * @param step counted from 0
   * @return its numbers, which on a GPU nobody has waited for yet
   */
  StepReport step(BatchAssembler assembler, HostBatch examples, long step) {
    int parts = config.train().accumulate();
    int size = examples.size() / parts;
    NDManager manager = model.manager();
    // What one phase has asked of the batch, later ones ask for too.
    boolean phases = model.objective().phases().size() > 1;
    try (NDManager owner = manager.newSubManager();
        Scope scope = Scope.open();
        BatchDraws whole = new BatchDraws(manager, config.seed(), step, parts, size)) {
      List<Batch> batch = new ArrayList<>();
      List<Draws> draws = new ArrayList<>();
      for (int part = 0; part < parts; part++) {
        Draws drawn = whole.part(part);
        batch.add(
            assembler.assemble(
                examples,
                part * size,
                (part + 1) * size,
                step,
                drawn,
                phases ? Optional.of(owner) : Optional.empty()));
        draws.add(drawn);
      }
      Optional<Histograms> seen = histograms(step);
      StepReport report = trainer.step(batch, draws, seen.map(Function.identity()));
      seen.ifPresent(histograms -> report.histograms(histograms.read()));
      if (unread() == 0) {
        report.settle();
      } else {
        report.keep(scope, manager);
      }
      return report;
    }
  }

  private Optional<Histograms> histograms(long step) {
    long every = config.train().histogramEvery();
    return every > 0 && (step + 1) % every == 0 ? Optional.of(new Histograms()) : Optional.empty();
  }

  @Override
  public void close() {
    model.close();
  }
}
