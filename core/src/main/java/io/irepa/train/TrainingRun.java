package io.irepa.train;

import ai.djl.ndarray.NDArray;
import io.irepa.IoReason;
import io.irepa.IrepaException;
import io.irepa.compose.Composer;
import io.irepa.config.ConfigPrinter;
import io.irepa.config.RunConfig;
import io.irepa.config.RunConfig.AlignmentConfig;
import io.irepa.config.RunConfigReader;
import io.irepa.sample.ImageGrid;
import io.irepa.spi.Batch;
import io.irepa.spi.DataSource;
import io.irepa.spi.Encoder;
import io.irepa.spi.Example;
import io.irepa.spi.Optimizer;
import io.irepa.spi.Tracker;
import io.irepa.tensor.Draws;
import io.irepa.tensor.Parameters;
import io.irepa.tensor.Scope;
import io.irepa.tensor.SeededDraws;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A run from its first step to its last: data, steps, trackers, samples, checkpoints, report. */
public final class TrainingRun {
  private final RunConfig config;
  private final Path path;

  /**
   * @param config checked
   * @param path the run's folder, made here
   */
  public TrainingRun(RunConfig config, Path path) {
    this.config = config;
    this.path = path;
  }

  /**
   * Trains.
   *
   * @throws IrepaException if data, device or disk fail, or a loss is not finite
   */
  public void train() {
    try (RunFolder folder = RunFolder.create(path);
        RunModel model = new RunModel(config)) {
      folder.write("config.yaml", ConfigPrinter.print(config));
      Composer composer = model.composer();
      try (Batches batches =
          new Batches(source(config, model), config.seed(), config.train().batch(), 0)) {
        BatchAssembler assembler =
            new BatchAssembler(
                model.manager(),
                model.autoencoder(),
                model.backbone().shape(),
                batches.suppliesTargets() ? List.of() : encoders(config, composer),
                RunConfigReader.shape(config).targets());
        loop(folder, model, assembler, batches, trackers(composer));
      }
    } catch (IOException e) {
      throw new IrepaException(
          "The run folder " + path + " cannot be written: " + IoReason.of(e) + ".", e);
    }
  }

  /** The configuration's data source, whose classes the backbone must have. */
  static DataSource source(RunConfig config, RunModel model) {
    DataSource source = model.composer().create(config.data().orElseThrow(), "data", Map.of());
    int classes = model.backbone().shape().classes();
    if (source.classes().size() > classes) {
      source.close();
      throw new IrepaException(
          "The data has %d classes and backbone.classes is %d. Set backbone.classes: %d."
              .formatted(source.classes().size(), classes, source.classes().size()));
    }
    return source;
  }

  /** The alignments' encoders, in order. */
  static List<Encoder> encoders(RunConfig config, Composer composer) {
    List<Encoder> encoders = new ArrayList<>();
    for (int i = 0; i < config.alignment().size(); i++) {
      AlignmentConfig alignment = config.alignment().get(i);
      encoders.add(composer.create(alignment.encoder().orElseThrow(), "encoder." + i, Map.of()));
    }
    return encoders;
  }

  private List<Tracker> trackers(Composer composer) {
    List<Tracker> trackers = new ArrayList<>();
    config.trackers().forEach(chosen -> trackers.add(composer.create(chosen, "tracker", Map.of())));
    return trackers;
  }

  private void loop(
      RunFolder folder,
      RunModel model,
      BatchAssembler assembler,
      Batches batches,
      List<Tracker> trackers)
      throws IOException {
    long steps = config.train().steps();
    Optimizer optimizer = model.composer().create(config.optimizer(), "optimizer", Map.of());
    Averages averages = new Averages(config.ema(), model.parameters(), model.manager());
    Trainer trainer =
        new Trainer(
            model.objective(), optimizer, averages, model.parameters(), model.manager(), steps);
    Checkpoints checkpoints = new Checkpoints(path, config.train().keep());
    Progress progress = new Progress(steps, config.train().batch());
    try (Trackers open = Trackers.open(trackers, path)) {
      for (long step = 0; step < steps; step++) {
        Map<String, Double> report = step(model, trainer, assembler, batches.next(), step);
        report.put("data-wait-ms", batches.waitedMilliseconds());
        long done = step + 1;
        folder.begun();
        progress.step(done, report);
        if (done % config.train().logEvery() == 0 || done == 1 || done == steps) {
          ProcessMemory.residentMebibytes().ifPresent(mib -> report.put("resident-mib", mib));
          open.scalars(done, report);
        }
        boolean last = done == steps;
        if (last || done % config.train().checkpointEvery() == 0) {
          checkpoints.save(done, model.parameters(), averages, trainer);
        }
        if (last || done % config.train().sampleEvery() == 0) {
          open.image(done, "samples", sample(model, averages, done));
          Report.write(folder.path(), config.name());
          ProcessMemory.release();
        }
        progress.resume();
      }
    } finally {
      progress.done();
    }
    if (batches.broken() > 0) {
      progress.note(
          "Damaged examples passed over: %d, such as %s."
              .formatted(batches.broken(), batches.example()));
    }
  }

  private Map<String, Double> step(
      RunModel model,
      Trainer trainer,
      BatchAssembler assembler,
      List<Example> examples,
      long step) {
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

  private Path sample(RunModel model, Averages averages, long done) throws IOException {
    int classes = model.backbone().shape().classes();
    long[] labels = SavedRun.labels(List.of(), config.sample().count(), classes);
    Path png = path.resolve("samples").resolve("step-" + done + ".png");
    try (Scope scope = Scope.open();
        Parameters.Substitution average = averages.substitute()) {
      NDArray images = model.sample(labels, config.seed());
      ImageGrid.write(images, Math.min(classes, 8), png);
    }
    return png;
  }
}
