package io.irepa.train;

import ai.djl.ndarray.NDArray;
import io.irepa.IoReason;
import io.irepa.IrepaException;
import io.irepa.config.EmaConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A run's snapshots of its power-function averages, {@code snapshots/step-N-LENGTH.safetensors},
 * with the arrays' names of a checkpoint's averages. Each file is there whole or not at all, and
 * none is removed but those of steps that are done again.
 */
public final class Snapshots {
  private static final Pattern NAME =
      Pattern.compile("step-([0-9]{1,18})-(0\\.[0-9]+)\\.safetensors");

  private final Path folder;

  /**
   * One average at one step.
   *
   * @param step steps done
   * @param profile of the average
   * @param file that holds it
   */
  public record Snapshot(long step, PowerProfile profile, Path file) {}

  /**
   * @param run the run's folder
   */
  public Snapshots(Path run) {
    this.folder = run.resolve("snapshots");
  }

  /**
   * Saves every power-function average; a snapshot of the same step and length is replaced.
   *
   * @param step steps done
   * @throws IrepaException if the disk is full, say; earlier snapshots are untouched
   */
  public void save(long step, Averages averages) {
    averages.power().forEach((length, arrays) -> save(step, length, arrays));
  }

  private void save(long step, double length, Map<String, NDArray> arrays) {
    Path file = folder.resolve("step-%d-%s.safetensors".formatted(step, EmaConfig.plain(length)));
    try {
      AverageFile.write(file, step, length, arrays);
    } catch (IOException e) {
      throw new IrepaException(
          "The snapshot %s cannot be written: %s. Earlier snapshots are untouched."
              .formatted(file, IoReason.of(e)),
          e);
    }
  }

  /** Removes those of later steps, which a run that goes on from a step makes again. */
  void removeAfter(long step) throws IOException {
    for (Snapshot snapshot : all()) {
      if (snapshot.step() > step) {
        Files.delete(snapshot.file());
      }
    }
  }

  /**
   * What was saved, in the order of the steps.
   *
   * @throws IrepaException if the folder cannot be read
   */
  public List<Snapshot> all() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .flatMap(file -> snapshot(file).stream())
          .sorted(
              Comparator.comparingLong(Snapshot::step)
                  .thenComparingDouble(snapshot -> snapshot.profile().length()))
          .toList();
    } catch (IOException e) {
      throw new IrepaException(
          "The folder " + folder + " cannot be read: " + IoReason.of(e) + ".", e);
    }
  }

  private static List<Snapshot> snapshot(Path file) {
    Matcher name = NAME.matcher(file.getFileName().toString());
    if (!name.matches()) {
      return List.of();
    }
    double length = Double.parseDouble(name.group(2));
    return length < EmaConfig.SHORTEST || length > EmaConfig.LONGEST
        ? List.of()
        : List.of(new Snapshot(Long.parseLong(name.group(1)), PowerProfile.ofLength(length), file));
  }
}
