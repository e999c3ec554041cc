package io.irepa.train;

import ai.djl.ndarray.NDArray;
import io.irepa.IoReason;
import io.irepa.IrepaException;
import io.irepa.config.RunConfig;
import io.irepa.sample.ImageGrid;
import io.irepa.tensor.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** A run's newest checkpoint and its snapshots, to sample from. */
public final class SavedRun {
  private final RunConfig config;
  private final Path path;

  /**
   * @param config of the run
   * @param path the run's folder
   */
  public SavedRun(RunConfig config, Path path) {
    this.config = config;
    this.path = path;
  }

  /** Whose parameters are sampled from. */
  public sealed interface Weights {
    /** A name for files and messages. */
    String label();

    /**
     * An average of the checkpoint.
     *
     * @param name as {@code sample.ema} has it, and known
     */
    record Named(String name) implements Weights {
      @Override
      public String label() {
        return name;
      }
    }

    /**
     * An average made from snapshots.
     *
     * @param length relative, in the range of {@link PowerProfile#ofLength}
     * @param step of the average; the newest snapshot's if empty
     */
    record OfLength(double length, OptionalLong step) implements Weights {
      @Override
      public String label() {
        return "length-" + length + (step.isPresent() ? "-at-" + step.getAsLong() : "");
      }
    }
  }

  /**
   * Draws samples and writes a grid and single pictures.
   *
   * @param classes to draw; all in turn if empty
   * @param weights to draw from
   * @param out folder of the pictures, made here
   * @return the grid's file
   */
  public Path sample(List<Integer> classes, int count, long seed, Weights weights, Path out) {
    Checkpoint checkpoint = checkpoint();
    try (RunModel model = new RunModel(config, RunModel.Purpose.SAMPLING);
        Scope scope = Scope.open()) {
      Files.createDirectories(out);
      Path grid = out.resolve("grid.png");
      if (model.backboneShape().isEmpty()) {
        load(checkpoint, weights, model);
        pairs(model, count, out, grid);
        return grid;
      }
      int known = model.backbone().shape().classes();
      for (int label : classes) {
        if (label < 0 || label >= known) {
          throw new IrepaException(
              "There is no class %d; classes are 0 to %d.".formatted(label, known - 1));
        }
      }
      load(checkpoint, weights, model);
      NDArray images = model.sample(labels(classes, count, known), seed);
      ImageGrid.write(images, classes.isEmpty() ? Math.min(known, 8) : 8, grid);
      ImageGrid.writeSingles(images, out);
      return grid;
    } catch (IOException e) {
      throw new IrepaException(
          "The samples cannot be written to " + out + ": " + IoReason.of(e) + ".", e);
    }
  }

  /**
   * Draws samples into a NumPy archive, the images {@code arr_0} and the labels {@code arr_1}; they
   * are those of {@link #sample}.
   *
   * @param classes to draw; all in turn if empty
   * @param weights to draw from
   * @param file of the archive
   */
  public void archive(List<Integer> classes, int count, long seed, Weights weights, Path file) {
    Checkpoint checkpoint = checkpoint();
    try (RunModel model = new RunModel(config, RunModel.Purpose.SAMPLING)) {
      if (model.backboneShape().isEmpty()) {
        throw new IrepaException("This run trains no model that draws samples.");
      }
      load(checkpoint, weights, model);
      model.archive(labels(classes, count, model.backbone().shape().classes()), seed, file);
    } catch (IOException e) {
      throw new IrepaException(
          "The samples cannot be written to " + file + ": " + IoReason.of(e) + ".", e);
    }
  }

  /**
   * Evaluates as the section evaluate says, and writes the numbers to {@code
   * evaluation/step-N-WEIGHTS.json}. Those of the weights that training evaluates go to the run's
   * trackers too, unless another process trains into the folder.
   *
   * @param weights to evaluate
   * @param stop asked between batches; the same call then goes on
   * @param note takes lines for people
   * @return the numbers by name; empty if it was asked to stop
   */
  public Optional<Map<String, Double>> evaluate(
      Weights weights, BooleanSupplier stop, Consumer<String> note) {
    Checkpoint checkpoint = checkpoint();
    try (RunModel model = new RunModel(config);
        Evaluator evaluator = new Evaluator(config, model, path, note)) {
      load(checkpoint, weights, model);
      String of =
          "%s %s %s %d"
              .formatted(
                  Files.readString(checkpoint.folder().resolve(CheckpointInfo.FILE)),
                  weights.label(),
                  config.sample(),
                  config.evaluate().orElseThrow().seed());
      Optional<Map<String, Double>> numbers = evaluator.evaluate(of, stop);
      if (numbers.isPresent()) {
        new EvaluationFile(
                checkpoint.step(),
                weights.label(),
                config.evaluate().orElseThrow().count(),
                numbers.get())
            .write(path);
        if (weights.label().equals(config.sample().ema())) {
          new LaterRecord(config, path, note)
              .scalars(checkpoint.step(), numbers.get(), model.composer());
        }
      }
      return numbers;
    } catch (IOException e) {
      throw new IrepaException(
          "The evaluation cannot be written to " + path + ": " + IoReason.of(e) + ".", e);
    }
  }

  private Checkpoint checkpoint() {
    return new Checkpoints(path)
        .newest()
        .orElseThrow(
            () -> new IrepaException(path + " holds no checkpoint. Train first: irepa train."));
  }

  /** What a run without a backbone shows. */
  private void pairs(RunModel model, int count, Path out, Path grid) throws IOException {
    NDArray images = Pairs.of(config, model, count);
    ImageGrid.write(images, Pairs.COLUMNS, grid);
    ImageGrid.writeSingles(images, out);
  }

  private void load(Checkpoint checkpoint, Weights weights, RunModel model) {
    if (weights instanceof Weights.Named named) {
      checkpoint.load(config.ema().index(named.name()), model.parameters(), model.manager());
    } else if (weights instanceof Weights.OfLength made) {
      // Buffers, and what is trained beside the model, are not averaged.
      checkpoint.load(OptionalInt.empty(), model.parameters(), model.manager());
      try (Reconstruction average =
          Reconstruction.of(new Snapshots(path), made.length(), made.step())) {
        average.load(model.parameters());
      }
    }
  }

  /** So many labels, the classes in turn. */
  static long[] labels(List<Integer> classes, int count, int known) {
    long[] labels = new long[count];
    for (int i = 0; i < count; i++) {
      labels[i] = classes.isEmpty() ? i % known : classes.get(i % classes.size());
    }
    return labels;
  }
}
