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

/** A run's newest checkpoint, to sample from. */
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

  /**
   * Draws samples and writes a grid and single pictures.
   *
   * @param classes to draw; all in turn if empty
   * @param averaged the first average's parameters instead of the trained ones
   * @param out folder of the pictures, made here
   * @return the grid's file
   */
  public Path sample(List<Integer> classes, int count, long seed, boolean averaged, Path out) {
    Checkpoint checkpoint =
        new Checkpoints(path)
            .newest()
            .orElseThrow(
                () -> new IrepaException(path + " holds no checkpoint. Train first: irepa train."));
    try (RunModel model = new RunModel(config);
        Scope scope = Scope.open()) {
      int known = model.backbone().shape().classes();
      for (int label : classes) {
        if (label < 0 || label >= known) {
          throw new IrepaException(
              "There is no class %d; classes are 0 to %d.".formatted(label, known - 1));
        }
      }
      checkpoint.load(averaged, model.parameters(), model.manager());
      Files.createDirectories(out);
      NDArray images = model.sample(labels(classes, count, known), seed);
      Path grid = out.resolve("grid.png");
      ImageGrid.write(images, classes.isEmpty() ? Math.min(known, 8) : 8, grid);
      ImageGrid.writeSingles(images, out);
      return grid;
    } catch (IOException e) {
      throw new IrepaException(
          "The samples cannot be written to " + out + ": " + IoReason.of(e) + ".", e);
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
