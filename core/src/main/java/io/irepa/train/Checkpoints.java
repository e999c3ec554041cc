package io.irepa.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.irepa.IoReason;
import io.irepa.IrepaException;
import io.irepa.tensor.Parameters;
import io.irepa.tensor.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * A run's checkpoints: {@code checkpoints/step-N/} with model.safetensors, ema.safetensors,
 * optimizer.safetensors and state.json. Each is written aside and then renamed, so that a reader
 * never sees part of one.
 */
public final class Checkpoints {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final int keep;

  /**
   * @param run the run's folder
   * @param keep how many of the newest stay
   */
  public Checkpoints(Path run, int keep) {
    this.folder = run.resolve("checkpoints");
    this.keep = keep;
  }

  /**
   * Saves a checkpoint and removes those that are not to be kept.
   *
   * @param step steps done
   * @throws IrepaException if the disk is full, say; earlier checkpoints are untouched
   */
  public void save(
      long step, Map<String, Parameters> parameters, Averages averages, Trainer trainer) {
    Path target = folder.resolve("step-" + step);
    Path aside = folder.resolve(".writing-step-" + step);
    try {
      Folders.delete(aside);
      Files.createDirectories(aside);
      Safetensors.write(aside.resolve("model.safetensors"), all(parameters), Map.of());
      for (int i = 0; i < averages.count(); i++) {
        Safetensors.write(aside.resolve(Averages.file(i)), averages.flat(i), Map.of());
      }
      Safetensors.write(aside.resolve("optimizer.safetensors"), trainer.state(), Map.of());
      Files.writeString(
          aside.resolve("state.json"),
          JSON.writerWithDefaultPrettyPrinter().writeValueAsString(Map.of("step", step)) + "\n");
      Folders.delete(target);
      Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
      prune();
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

  private static Map<String, NDArray> all(Map<String, Parameters> parameters) {
    Map<String, NDArray> all = new LinkedHashMap<>();
    parameters.forEach(
        (component, set) ->
            set.all().forEach((name, array) -> all.put(component + "." + name, array)));
    return all;
  }

  /** The newest checkpoint's folder. */
  public Optional<Path> newest() {
    return sorted().stream().reduce((first, second) -> second);
  }

  private List<Path> sorted() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(path -> path.getFileName().toString().matches("step-[0-9]+"))
          .sorted(Comparator.comparingLong(Checkpoints::step))
          .toList();
    } catch (IOException e) {
      throw new IrepaException(
          "The folder " + folder + " cannot be read: " + IoReason.of(e) + ".", e);
    }
  }

  /** The step of a checkpoint's folder. */
  public static long step(Path checkpoint) {
    return Long.parseLong(checkpoint.getFileName().toString().substring("step-".length()));
  }

  private void prune() throws IOException {
    List<Path> all = sorted();
    for (Path old : all.subList(0, Math.max(0, all.size() - keep))) {
      Folders.delete(old);
    }
  }

  /**
   * Loads a checkpoint into parameters.
   *
   * @param average whose values are taken; if empty, the trained ones
   * @throws IrepaException if a parameter is missing or has another shape
   */
  public static void load(
      Path checkpoint, OptionalInt average, Map<String, Parameters> parameters, NDManager manager) {
    try (NDManager reading = manager.newSubManager()) {
      Map<String, NDArray> arrays =
          new LinkedHashMap<>(Safetensors.read(checkpoint.resolve("model.safetensors"), reading));
      average.ifPresent(
          i -> arrays.putAll(Safetensors.read(checkpoint.resolve(Averages.file(i)), reading)));
      parameters.forEach(
          (component, set) ->
              set.names()
                  .forEach(
                      name -> {
                        NDArray values = arrays.get(component + "." + name);
                        if (values == null) {
                          throw new IrepaException(
                              "%s has no array %s.%s; it belongs to another configuration."
                                  .formatted(checkpoint, component, name));
                        }
                        set(checkpoint, set, name, values);
                      }));
    }
  }

  private static void set(Path checkpoint, Parameters set, String name, NDArray values) {
    if (!values.getShape().equals(set.get(name).getShape())) {
      throw new IrepaException(
          "%s: the array %s.%s has the shape %s and the configuration's is %s."
              .formatted(
                  checkpoint, set.component(), name, values.getShape(), set.get(name).getShape()));
    }
    set.load(name, values);
  }
}
