package io.irepa.train;

import io.irepa.IoReason;
import io.irepa.IrepaException;
import io.irepa.compose.ExtensionException;
import io.irepa.config.ConfigPrinter;
import io.irepa.config.RunConfig;
import io.irepa.report.Report;
import io.irepa.report.RunFiles;
import io.irepa.sample.ImageGrid;
import io.irepa.spi.Ending;
import io.irepa.spi.Opening;
import io.irepa.tensor.Parameters;
import io.irepa.tensor.Scope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A run from its first step, or from its newest checkpoint, to its last: data, steps, trackers,
 * samples, checkpoints, report.
 */
public final class TrainingRun {
  private final RunConfig config;
  private final Path path;
  private final Map<String, String> versions;
  private final Consumer<String> note = System.err::println;

  /**
   * How to go on where there is a checkpoint.
   *
   * @param resume there must be one
   * @param force also with another configuration
   */
  public record Resumption(boolean resume, boolean force) {}

  /** How training ended. */
  public enum Outcome {
    /** All steps are done. */
    DONE,
    /** It was asked to stop; the steps so far are saved. */
    STOPPED
  }

  /**
   * @param config checked
   * @param path the run's folder, made where it is not there
   * @param versions of irepa and the plugins used, by name
   */
  public TrainingRun(RunConfig config, Path path, Map<String, String> versions) {
    this.config = config;
    this.path = path;
    this.versions = versions;
  }

  /**
   * Trains.
   *
   * @param stop asked after each step; if true, the steps so far are saved and training ends
   * @throws IrepaException if data, device or disk fail, a loss is not finite, another process
   *     trains into the folder, or the configuration is not the checkpoints'
   */
  public Outcome train(Resumption resumption, BooleanSupplier stop) {
    try (RunFolder folder = RunFolder.open(path)) {
      Optional<Checkpoint> from = checkpoint(resumption);
      long done = from.map(Checkpoint::step).orElse(0L);
      from.ifPresent(
          checkpoint ->
              new Agreement(path, config, versions).check(checkpoint, resumption.force(), note));
      if (done > config.train().steps()) {
        throw new IrepaException(
            "%s is trained to step %d already, and train.steps is %d."
                .formatted(path, done, config.train().steps()));
      }
      folder.removeAfter(done);
      folder.write(RunFolder.CONFIG, ConfigPrinter.print(config));
      if (done == config.train().steps()) {
        note.accept("All %d steps are done. Raise train.steps to go on.".formatted(done));
        report();
        return Outcome.DONE;
      }
      try (Session session = new Session(config);
          TrainingData data = new TrainingData(config, session.model(), done)) {
        from.ifPresent(
            checkpoint -> {
              note.accept("Going on from step " + checkpoint.step() + ".");
              checkpoint.restore(session.state(), session.model().manager());
            });
        return loop(folder, session, data, done, stop);
      }
    } catch (IOException e) {
      throw new IrepaException(
          "The run folder " + path + " cannot be written: " + IoReason.of(e) + ".", e);
    }
  }

  private Optional<Checkpoint> checkpoint(Resumption resumption) {
    Checkpoints checkpoints = new Checkpoints(path);
    Optional<Checkpoint> from = checkpoints.newestWhole(Long.MAX_VALUE, note);
    if (from.isEmpty() && checkpoints.newest().isPresent()) {
      throw new IrepaException(
          "No checkpoint in %s can be used. Remove the folder to train anew.".formatted(path));
    }
    if (from.isEmpty() && resumption.resume()) {
      throw new IrepaException(
          "%s holds no checkpoint to resume from. Leave --resume out to train from the first step."
              .formatted(path));
    }
    return from;
  }

  private Outcome loop(
      RunFolder folder, Session session, TrainingData data, long first, BooleanSupplier stop)
      throws IOException {
    long steps = config.train().steps();
    Progress progress = new Progress(steps, config.train().batch());
    long snapshotEvery = config.ema().snapshotEvery();
    Snapshots snapshots = new Snapshots(path);
    boolean stopped = false;
    LeakWatch leaks = new LeakWatch(session.model().manager(), session.model().composer().calls());
    try (CheckpointWriter writer =
            new CheckpointWriter(path, config.train(), config.seed(), versions);
        Trackers open =
            Trackers.open(config, session.model().composer(), opening(first, progress));
        Evaluations evaluations = new Evaluations(config, session, path, progress::note)) {
      Records records = new Records(config, open, progress);
      KeptWork kept = new KeptWork(writer, session, first);
      try {
        for (long step = first; step < steps && !stopped; step++) {
          long done = step + 1;
          try (HostBatch examples = data.batches().next()) {
            StepReport report = session.step(data.assembler(), examples, step);
            report.known("data-wait-ms", data.batches().waitedMilliseconds());
            records.add(done, report);
          }
          kept.at(done);
          boolean last = done == steps;
          stopped = !last && stop.getAsBoolean();
          boolean samples = !stopped && (last || done % config.train().sampleEvery() == 0);
          boolean snaps = snapshotEvery > 0 && (last || done % snapshotEvery == 0);
          boolean saves = last || stopped || done % config.train().checkpointEvery() == 0;
          boolean evaluates = !stopped && evaluations.due(done);
          records.read(samples || snaps || saves || evaluates ? 0 : session.unread());
          folder.begun();
          writer.check();
          if (evaluates) {
            evaluations.record(done, open, stop);
          }
          if (samples) {
            if (session.model().samples()) {
              open.image(done, "samples", sample(session, done));
            }
            report();
          }
          if (samples || evaluates) {
            ProcessFigures.release();
          }
          if (snaps) {
            snapshots.save(done, session.averages());
          }
          // After the records of the step, which a resumed run does not make again.
          if (saves) {
            writer.save(done, session.state());
          }
          Optional<String> leak = leaks.look();
          if (leak.isPresent()) {
            throw new ExtensionException(leak.get());
          }
          progress.resume();
        }
      } catch (ExtensionException e) {
        throw kept.after(e);
      }
      writer.finish();
      open.ended(stopped ? Ending.STOPPED : Ending.FINISHED);
    } finally {
      progress.done();
    }
    if (data.batches().broken() > 0) {
      note.accept(
          "Damaged examples passed over: %d, such as %s."
              .formatted(data.batches().broken(), data.batches().example()));
    }
    return stopped ? Outcome.STOPPED : Outcome.DONE;
  }

  private Opening opening(long step, Progress progress) {
    return new Opening(path, config.name(), step, ConfigPrinter.print(config), progress::note);
  }

  private void report() throws IOException {
    Report.write(List.of(RunFiles.read(path)), path.resolve("report.html"));
  }

  private Path sample(Session session, long done) throws IOException {
    RunModel model = session.model();
    Path png = path.resolve("samples").resolve("step-" + done + ".png");
    try (Scope scope = Scope.open();
        Parameters.Substitution average =
            session.averages().substitute(config.ema().index(config.sample().ema()))) {
      if (model.backboneShape().isEmpty()) {
        ImageGrid.write(Pairs.of(config, model), Pairs.COLUMNS, png);
      } else {
        int classes = model.backbone().shape().classes();
        long[] labels = SavedRun.labels(List.of(), config.sample().count(), classes);
        ImageGrid.write(model.sample(labels, config.seed()), Math.min(classes, 8), png);
      }
    }
    return png;
  }
}
