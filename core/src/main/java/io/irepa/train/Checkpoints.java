package io.irepa.train;

import io.irepa.IoReason;
import io.irepa.IrepaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A run's folder {@code checkpoints}: {@code step-N} are whole checkpoints, {@code damaged-step-N}
 * those found altered, and what begins with a dot is in the making or being removed.
 */
public final class Checkpoints {
  private final Path folder;

  /**
   * @param run the run's folder
   */
  public Checkpoints(Path run) {
    this.folder = run.resolve("checkpoints");
  }

  /** Where a step's checkpoint is, or is to be. */
  public Path of(long step) {
    return folder.resolve("step-" + step);
  }

  /** Where it is written before it is renamed. */
  Path aside(long step) {
    return folder.resolve(".writing-step-" + step);
  }

  /** The checkpoints, the oldest first. */
  List<Checkpoint> all() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(path -> path.getFileName().toString().matches("step-[0-9]+"))
          .map(Checkpoint::new)
          .sorted(Comparator.comparingLong(Checkpoint::step))
          .toList();
    } catch (IOException e) {
      throw new IrepaException(
          "The folder " + folder + " cannot be read: " + IoReason.of(e) + ".", e);
    }
  }

  /** The newest one, whole or not. */
  public Optional<Checkpoint> newest() {
    return all().stream().reduce((first, second) -> second);
  }

  /**
   * The newest whole one up to a step. Damaged ones are set aside, and told of.
   *
   * @param step the greatest that is asked for
   * @param warn told of each that is damaged
   */
  public Optional<Checkpoint> newestWhole(long step, Consumer<String> warn) {
    List<Checkpoint> newestFirst = new ArrayList<>(all());
    Collections.reverse(newestFirst);
    for (Checkpoint checkpoint : newestFirst) {
      if (checkpoint.step() <= step) {
        Optional<String> damage = checkpoint.damage();
        if (damage.isEmpty()) {
          return Optional.of(checkpoint);
        }
        warn.accept(
            "The checkpoint %s is damaged and passed over: %s."
                .formatted(checkpoint.folder(), damage.get()));
      }
    }
    return Optional.empty();
  }

  /** Renames those after a step, which {@link #newestWhole} passed over, out of the way. */
  void setAsideAfter(long step) throws IOException {
    for (Checkpoint checkpoint : all()) {
      if (checkpoint.step() > step) {
        Path aside = folder.resolve("damaged-step-" + checkpoint.step());
        Folders.delete(aside);
        Files.move(checkpoint.folder(), aside);
      }
    }
  }

  /** Removes what a killed process left in the making. */
  void removeUnfinished() throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    List<Path> unfinished;
    try (Stream<Path> files = Files.list(folder)) {
      unfinished =
          files
              .filter(path -> path.getFileName().toString().matches("\\.(writing|removing)-.*"))
              .toList();
    }
    for (Path path : unfinished) {
      Folders.delete(path);
    }
  }

  /**
   * Removes all but the newest and every so many steps' one. A checkpoint goes whole: it is renamed
   * before it is deleted.
   *
   * @param keep how many of the newest stay
   * @param every those of its multiples stay too; 0 is none
   */
  void prune(int keep, long every) throws IOException {
    List<Checkpoint> all = all();
    for (Checkpoint old : all.subList(0, Math.max(0, all.size() - keep))) {
      if (every == 0 || old.step() % every != 0) {
        Path removing = folder.resolve(".removing-step-" + old.step());
        Folders.delete(removing);
        Files.move(old.folder(), removing);
        Folders.delete(removing);
      }
    }
  }
}
