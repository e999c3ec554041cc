package io.irepa.train;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.irepa.IoReason;
import io.irepa.IrepaException;
import io.irepa.config.RunConfig.TrainConfig;
import io.irepa.tensor.Autograd;
import io.irepa.tensor.Safetensors;
import io.irepa.tensor.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Writes checkpoints in the background: training waits while arrays are copied in memory, and,
 * where the one before is still being written, for that one.
 *
 * <p>A checkpoint is written aside, synced, and renamed, so that it is there whole or not at all,
 * whenever the process dies.
 */
public final class CheckpointWriter implements AutoCloseable {
  private final Checkpoints checkpoints;
  private final TrainConfig config;
  private final long seed;
  private final Map<String, String> versions;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread made = new Thread(task, "irepa-checkpoint");
            made.setDaemon(true);
            return made;
          });
  private Optional<Future<?>> writing = Optional.empty();

  /**
   * @param run the run's folder
   * @param config says which checkpoints stay
   * @param seed of the run
   * @param versions of irepa and of the plugins used, by name
   */
  public CheckpointWriter(Path run, TrainConfig config, long seed, Map<String, String> versions) {
    this.checkpoints = new Checkpoints(run);
    this.config = config;
    this.seed = seed;
    this.versions = versions;
  }

  /**
   * Saves a checkpoint, once its arrays are copied in the background.
   *
   * @param step steps done; nothing happens where its checkpoint exists
   * @throws IrepaException if the checkpoint before could not be written
   */
  public void save(long step, RunState state) {
    finish();
    if (Files.exists(checkpoints.of(step))) {
      return;
    }
    NDManager owner = Engine.getEngine("PyTorch").newBaseManager(Device.cpu());
    RunState copy = copy(state, owner);
    writing =
        Optional.of(
            thread.submit(
                () -> {
                  try (owner) {
                    write(step, copy);
                  }
                }));
  }

  /**
   * Tells of a checkpoint that could not be written.
   *
   * @throws IrepaException if the disk is full, say; earlier checkpoints are untouched
   */
  void check() {
    if (writing.isPresent() && writing.get().isDone()) {
      finish();
    }
  }

  private static RunState copy(RunState state, NDManager owner) {
    Map<String, Map<String, NDArray>> files = new LinkedHashMap<>();
    try (Scope scope = Scope.open();
        Autograd.Recording off = Autograd.off()) {
      state
          .files()
          .forEach(
              (file, arrays) -> {
                Map<String, NDArray> copies = new LinkedHashMap<>();
                arrays.forEach((name, array) -> copies.put(name, scope.keep(copy(array), owner)));
                files.put(file, copies);
              });
    }
    return new RunState(files);
  }

  private static NDArray copy(NDArray array) {
    return array.getDevice().equals(Device.cpu())
        ? array.duplicate()
        : array.toDevice(Device.cpu(), true);
  }

  private void write(long step, RunState state) {
    Path target = checkpoints.of(step);
    Path aside = checkpoints.aside(step);
    try {
      Folders.delete(aside);
      Files.createDirectories(aside);
      Map<String, FileSum> sums = new LinkedHashMap<>();
      for (Map.Entry<String, Map<String, NDArray>> file : state.files().entrySet()) {
        Path path = aside.resolve(file.getKey());
        Safetensors.write(path, file.getValue(), Map.of());
        sums.put(file.getKey(), FileSum.of(path));
      }
      String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
      new CheckpointInfo(step, seed, now, versions, sums).write(aside);
      Folders.sync(aside.resolve(CheckpointInfo.FILE));
      Folders.sync(aside);
      Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
      Folders.sync(target.getParent());
      checkpoints.prune(config.keep(), config.keepEvery());
    } catch (IOException e) {
      try {
        Folders.delete(aside);
      } catch (IOException second) {
        e.addSuppressed(second);
      }
      throw new IrepaException(
          "The checkpoint %s cannot be written: %s. Earlier checkpoints are untouched."
              .formatted(target, IoReason.of(e)),
          e);
    }
  }

  /**
   * Waits for the checkpoint that is being written.
   *
   * @throws IrepaException if it cannot be written
   */
  public void finish() {
    if (writing.isEmpty()) {
      return;
    }
    Future<?> last = writing.get();
    writing = Optional.empty();
    try {
      last.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IrepaException("Interrupted while a checkpoint was being written.", e);
    }
  }

  /** Waits likewise, and ends the thread. */
  @Override
  public void close() {
    try {
      finish();
    } finally {
      thread.shutdown();
    }
  }
}
