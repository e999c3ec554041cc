package io.irepa.train;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import io.irepa.IoReason;
import io.irepa.IrepaException;
import io.irepa.config.RunConfig;
import io.irepa.config.RunConfigReader;
import io.irepa.spi.RunShape;
import io.irepa.tensor.KernelTimes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.function.Supplier;

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
    try (Session session = new Session(config, purpose())) {
      if (!plan.data()) {
        RunShape shape = RunConfigReader.shape(config);
        RunModel model = session.model();
        Latents given = new Latents(model.autoencoder(), Optional.empty());
        try (HostBatch.Stacker stacker =
            new HostBatch.Stacker(
                model.manager().getDevice(),
                Optional.of(given.shape(model.backbone().shape())),
                shape.targets())) {
          HostBatch same = stacker.stack(new SyntheticExamples(shape).make(config.train().batch()));
          BatchAssembler assembler =
              new BatchAssembler(model.manager(), given, Map.of(), shape.targets());
          return measure(
              session, new Steps(session, assembler, () -> same, batch -> {}), Optional.empty());
        }
      }
      try (TrainingData data = new TrainingData(config, session.model(), 0)) {
        return measure(
            session,
            new Steps(session, data.assembler(), data.batches()::next, HostBatch::close),
            Optional.of(data.inputs()));
      }
    } catch (IOException e) {
      throw new IrepaException("The step's profile cannot be read: " + IoReason.of(e) + ".", e);
    }
  }

  /** Inputs made up are latents. */
  private RunModel.Purpose purpose() {
    return plan.data() ? RunModel.Purpose.TRAINING : RunModel.Purpose.LATENTS;
  }

  private BenchFigures measure(Session session, Steps steps, Optional<String> inputs)
      throws IOException {
    NDManager manager = session.model().manager();
    steps.next();
    steps.settle();
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
    OptionalDouble peak = ProcessFigures.peakMebibytes();
    OperatorTrace trace = traced(steps);
    Optional<PhaseTimes> phases = plan.profile() ? Optional.of(phases(steps)) : Optional.empty();
    return new BenchFigures(
        config.name(),
        config.precision(),
        manager.getDevice().toString(),
        JniUtils.getNumThreads(),
        config.train().batch(),
        milliseconds,
        first,
        peak,
        trace,
        BareGemm.gflops(manager, config.precision()),
        plan.data() ? OptionalDouble.of(100 * waited / all) : OptionalDouble.empty(),
        inputs,
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

  /**
   * The second of two traced steps: the notes that libtorch takes lie in memory that steps would
   * use again, so that the first one spends half of its time on fresh pages.
   */
  private static OperatorTrace traced(Steps steps) throws IOException {
    trace(steps);
    return trace(steps);
  }

  private static OperatorTrace trace(Steps steps) throws IOException {
    Path file = Files.createTempFile("irepa-step", ".json");
    try {
      JniUtils.startProfile(false, true, false);
      try {
        steps.next();
        steps.settle();
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

  /** Steps one after the other. */
  private static final class Steps {
    private final Session session;
    private final BatchAssembler assembler;
    private final Supplier<HostBatch> source;
    private final Consumer<HostBatch> used;
    private Optional<StepReport> unread = Optional.empty();
    private long step;
    private double waited;

    /**
     * @param used takes what a step was done with
     */
    Steps(
        Session session,
        BatchAssembler assembler,
        Supplier<HostBatch> source,
        Consumer<HostBatch> used) {
      this.session = session;
      this.assembler = assembler;
      this.source = source;
      this.used = used;
    }

    /** Does a step, and reads the report of as early a step as training does; its milliseconds. */
    double next() {
      long begun = System.nanoTime();
      HostBatch examples = source.get();
      waited = (System.nanoTime() - begun) / 1e6;
      StepReport report = session.step(assembler, examples, step++);
      used.accept(examples);
      if (session.unread() == 0) {
        report.read();
      } else {
        unread.ifPresent(StepReport::read);
        unread = Optional.of(report);
      }
      return (System.nanoTime() - begun) / 1e6;
    }

    /** Waits for all steps so far. */
    void settle() {
      unread.ifPresent(StepReport::read);
      unread = Optional.empty();
    }
  }
}
