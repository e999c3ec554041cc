package io.irepa.train;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import io.irepa.IoReason;
import io.irepa.IrepaException;
import io.irepa.config.RunConfig;
import io.irepa.config.RunConfigReader;
import io.irepa.spi.Batch;
import io.irepa.spi.Example;
import io.irepa.spi.Optimizer;
import io.irepa.tensor.Draws;
import io.irepa.tensor.KernelTimes;
import io.irepa.tensor.Scope;
import io.irepa.tensor.SeededDraws;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Times whole training steps of a configuration: batch, loss, gradients, clipping, update, averages
 * and reading back, as {@link TrainingRun} does them. Inputs are synthetic, unless data are asked
 * for; nothing is written.
 */
public final class Bench {
  private final RunConfig config;
  private final Plan plan;

  /**
   * What is measured.
   *
   * @param steps timed, at least 1
   * @param warmup steps before them, at least 1: the first compiles kernels
   * @param data read the configuration's own data and run its encoders
   * @param profile also find out where a step's time goes
   */
  public record Plan(int steps, int warmup, boolean data, boolean profile) {}

  /**
   * @param config checked
   */
  public Bench(RunConfig config, Plan plan) {
    this.config = config;
    this.plan = plan;
  }

  /**
   * Runs the steps.
   *
   * @throws IrepaException if data or device fail, or a loss is not finite
   */
  public BenchFigures run() {
    try (RunModel model = new RunModel(config)) {
      if (!plan.data()) {
        List<Example> same =
            new SyntheticExamples(RunConfigReader.shape(config)).make(config.train().batch());
        return measure(model, new Steps(model, assembler(model, List.of()), () -> same));
      }
      try (Batches batches =
          new Batches(
              TrainingRun.source(config, model), config.seed(), config.train().batch(), 0)) {
        BatchAssembler assembler =
            assembler(
                model,
                batches.suppliesTargets()
                    ? List.of()
                    : TrainingRun.encoders(config, model.composer()));
        return measure(model, new Steps(model, assembler, batches::next));
      }
    } catch (IOException e) {
      throw new IrepaException("The step's profile cannot be read: " + IoReason.of(e) + ".", e);
    }
  }

  private BatchAssembler assembler(RunModel model, List<io.irepa.spi.Encoder> encoders) {
    return new BatchAssembler(
        model.manager(),
        model.autoencoder(),
        model.backbone().shape(),
        encoders,
        RunConfigReader.shape(config).targets());
  }

  private BenchFigures measure(RunModel model, Steps steps) throws IOException {
    steps.next();
    double first = Math.max(0, System.currentTimeMillis() - started()) / 1e3;
    for (int i = 1; i < plan.warmup(); i++) {
      steps.next();
    }
    double[] milliseconds = new double[plan.steps()];
    double waited = 0;
    double all = 0;
    for (int i = 0; i < milliseconds.length; i++) {
      milliseconds[i] = steps.next();
      waited += steps.waited;
      all += milliseconds[i];
    }
    Arrays.sort(milliseconds);
    OptionalDouble peak = ProcessMemory.peakMebibytes();
    OperatorTrace trace = traced(steps);
    Optional<PhaseTimes> phases = plan.profile() ? Optional.of(phases(steps)) : Optional.empty();
    return new BenchFigures(
        config.name(),
        config.precision(),
        model.manager().getDevice().toString(),
        JniUtils.getNumThreads(),
        config.train().batch(),
        milliseconds,
        first,
        peak,
        trace,
        BareGemm.gflops(model.manager(), config.precision()),
        plan.data() ? OptionalDouble.of(100 * waited / all) : OptionalDouble.empty(),
        phases);
  }

  /** When this process began, the launcher's time included, in milliseconds of the epoch. */
  private static long started() {
    return ProcessHandle.current()
        .info()
        .startInstant()
        .orElseThrow(() -> new IrepaException("The system does not say when a process started."))
        .toEpochMilli();
  }

  private static OperatorTrace traced(Steps steps) throws IOException {
    Path file = Files.createTempFile("irepa-step", ".json");
    try {
      JniUtils.startProfile(false, true, false);
      try {
        steps.next();
      } finally {
        JniUtils.stopProfile(file.toString());
      }
      return OperatorTrace.read(file);
    } finally {
      Files.delete(file);
    }
  }

  private static PhaseTimes phases(Steps steps) {
    PhaseTimes phases = new PhaseTimes();
    for (int i = 0; i < PhaseTimes.STEPS; i++) {
      try (KernelTimes times = KernelTimes.open()) {
        double whole = steps.next();
        phases.add(times.calls(), whole);
      }
    }
    return phases;
  }

  /** Where examples come from. */
  @FunctionalInterface
  private interface Source {
    List<Example> next();
  }

  /** Steps one after the other. */
  private final class Steps {
    private final NDManager manager;
    private final BatchAssembler assembler;
    private final Source source;
    private final Trainer trainer;
    private long step;
    private double waited;

    Steps(RunModel model, BatchAssembler assembler, Source source) {
      this.manager = model.manager();
      this.assembler = assembler;
      this.source = source;
      Optimizer optimizer =
          model.composer().create(config.optimizer(), "optimizer", java.util.Map.of());
      this.trainer =
          new Trainer(
              model.objective(),
              optimizer,
              new Averages(config.ema(), model.parameters(), manager),
              model.parameters(),
              manager,
              config.train().steps());
    }

    /** Does a step; its milliseconds. */
    double next() {
      long begun = System.nanoTime();
      List<Example> examples = source.next();
      waited = (System.nanoTime() - begun) / 1e6;
      int parts = config.train().accumulate();
      int size = examples.size() / parts;
      try (Scope scope = Scope.open()) {
        List<Batch> batch = new ArrayList<>();
        List<Draws> draws = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
          Draws drawn = new SeededDraws(manager, config.seed(), step * parts + part);
          batch.add(
              assembler.assemble(examples.subList(part * size, (part + 1) * size), step, drawn));
          draws.add(drawn);
        }
        trainer.step(batch, draws);
      }
      step++;
      return (System.nanoTime() - begun) / 1e6;
    }
  }
}
