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
import java.util.OptionalInt;
import java.util.OptionalLong;

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
    /**
     * An average of the checkpoint.
     *
     * @param name as {@code sample.ema} has it, and known
     */
    record Named(String name) implements Weights {}

    /**
     * An average made from snapshots.
     *
     * @param length relative, in the range of {@link PowerProfile#ofLength}
     * @param step of the average; the newest snapshot's if empty
     */
    record OfLength(double length, OptionalLong step) implements Weights {}
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
    Checkpoint checkpoint =
        new Checkpoints(path)
            .newest()
            .orElseThrow(
                () -> new IrepaException(path + " holds no checkpoint. Train first: irepa train."));
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
