package io.irepa.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.irepa.IoReason;
import io.irepa.IrepaException;
import io.irepa.tensor.Copy;
import io.irepa.tensor.Parameters;
import io.irepa.tensor.Safetensors;
import io.irepa.tensor.Scope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One checkpoint to read.
 *
 * @param folder {@code checkpoints/step-N}
 */
public record Checkpoint(Path folder) {
  /** Steps done. */
  public long step() {
    return Long.parseLong(folder.getFileName().toString().substring("step-".length()));
  }

  /**
   * What {@code state.json} says.
   *
   * @throws IrepaException if it is missing or damaged
   */
  CheckpointInfo info() {
    try {
      return CheckpointInfo.read(folder);
    } catch (IOException e) {
      throw new IrepaException(
          "The checkpoint %s is damaged: %s.".formatted(folder, IoReason.of(e)), e);
    }
  }

  /** Why it cannot be used; empty if every file is as it was written. */
  public Optional<String> damage() {
    try {
      CheckpointInfo info = CheckpointInfo.read(folder);
      if (info.step() != step()) {
        return Optional.of("state.json is of step " + info.step());
      }
      for (String file : info.files().keySet()) {
        Optional<String> damage = damage(file, info);
        if (damage.isPresent()) {
          return damage;
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(IoReason.of(e));
    }
  }

  private Optional<String> damage(String file, CheckpointInfo info) throws IOException {
    FileSum expected = info.files().get(file);
    FileSum found = FileSum.of(folder.resolve(file));
    if (found.bytes() != expected.bytes()) {
      return Optional.of(
          "%s has %d bytes and was written with %d"
              .formatted(file, found.bytes(), expected.bytes()));
    }
    return found.equals(expected)
        ? Optional.empty()
        : Optional.of(file + " is not as it was written: its checksum differs");
  }

  /**
   * Loads everything a run needs to go on, from a checkpoint without {@link #damage}: its files are
   * not read through again.
   *
   * @param state overwritten
   * @param manager of the device, for what is read
   * @throws IrepaException if the checkpoint is of another configuration
   */
  void restore(RunState state, NDManager manager) {
    CheckpointInfo info = info();
    state
        .files()
        .forEach(
            (file, arrays) -> {
              checkHolds(file, info);
              read(file, arrays, manager);
            });
  }

  /**
   * Loads parameters, to sample from.
   *
   * @param average whose values are taken; if empty, the trained ones
   * @throws IrepaException if a file is damaged, a parameter missing, or of another shape
   */
  void load(OptionalInt average, Map<String, Parameters> parameters, NDManager manager) {
    load(RunState.MODEL, RunState.model(parameters), manager);
    average.ifPresent(i -> load(Averages.file(i), RunState.averaged(parameters), manager));
  }

  private void load(String file, Map<String, NDArray> into, NDManager manager) {
    verify(file);
    read(file, into, manager);
  }

  private void read(String file, Map<String, NDArray> into, NDManager manager) {
    Path path = folder.resolve(file);
    try (Scope scope = Scope.open();
        NDManager reading = manager.newSubManager()) {
      Map<String, NDArray> read = Safetensors.read(path, reading);
      into.forEach((name, array) -> set(path, name, array, read.get(name)));
    }
  }

  private void verify(String file) {
    CheckpointInfo info = info();
    checkHolds(file, info);
    try {
      Optional<String> damage = damage(file, info);
      if (damage.isPresent()) {
        throw new IrepaException(
            "The checkpoint %s is damaged: %s.".formatted(folder, damage.get()));
      }
    } catch (IOException e) {
      throw new IrepaException(
          "The checkpoint %s is damaged: %s.".formatted(folder, IoReason.of(e)), e);
    }
  }

  private void checkHolds(String file, CheckpointInfo info) {
    if (!info.files().containsKey(file)) {
      throw new IrepaException(
          "%s holds no %s; it belongs to another configuration.".formatted(folder, file));
    }
  }

  private static void set(Path file, String name, NDArray array, NDArray values) {
    if (values == null) {
      throw new IrepaException(
          "%s has no array %s; it belongs to another configuration.".formatted(file, name));
    }
    if (!values.getShape().equals(array.getShape())) {
      throw new IrepaException(
          "%s: the array %s has the shape %s and the configuration's is %s."
              .formatted(file, name, values.getShape(), array.getShape()));
    }
    Copy.into(array, values);
  }
}
