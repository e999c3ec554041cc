package io.irepa.train;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.irepa.IoReason;
import io.irepa.IrepaException;
import io.irepa.config.EmaConfig;
import io.irepa.tensor.Autograd;
import io.irepa.tensor.Kernel;
import io.irepa.tensor.Parameters;
import io.irepa.tensor.Safetensors;
import io.irepa.tensor.Scope;
import io.irepa.train.ProfileProducts.Weights;
import io.irepa.train.Snapshots.Snapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * A power-function average of any length, made after training from snapshots of others: the
 * combination whose weights come nearest ({@link ProfileFit}). Snapshots are read one at a time and
 * summed in float64 on the CPU, so it takes 12 bytes a parameter. Closing it frees its arrays.
 */
public final class Reconstruction implements AutoCloseable {
  /** The greatest distance of weights that is taken, as a share of their length. */
  public static final double GREATEST_ERROR = 0.1;

  private static final Kernel ACCUMULATE = Kernel.of(Reconstruction.class, "accumulate.ts.py");

  private final long step;
  private final double length;
  private final double error;
  private final Path source;
  private final NDManager manager;
  private final Map<String, NDArray> arrays;

  private Reconstruction(
      long step,
      double length,
      double error,
      Path source,
      NDManager manager,
      Map<String, NDArray> arrays) {
    this.step = step;
    this.length = length;
    this.error = error;
    this.source = source;
    this.manager = manager;
    this.arrays = arrays;
  }

  /**
   * Makes an average.
   *
   * @param length relative, in the range of {@link PowerProfile#ofLength}
   * @param step that it ends at, one of the snapshots'; the newest if empty
   * @throws IrepaException if there are no snapshots, none of that step, or none that come near
   *     enough, or they are damaged or of different models
   */
  public static Reconstruction of(Snapshots snapshots, double length, OptionalLong step) {
    List<Snapshot> all = snapshots.all();
    long end = step.orElse(all.isEmpty() ? 0 : all.get(all.size() - 1).step());
    List<Snapshot> used = all.stream().filter(snapshot -> snapshot.step() <= end).toList();
    if (used.isEmpty() || used.get(used.size() - 1).step() != end) {
      throw new IrepaException(missing(all, end));
    }
    ProfileFit fit = fit(used, end, length);
    if (!(fit.error() <= GREATEST_ERROR)) {
      throw new IrepaException(outside(used, end, length, fit.error()));
    }
    NDManager manager = Engine.getEngine("PyTorch").newBaseManager(Device.cpu());
    boolean whole = false;
    try {
      Map<String, NDArray> arrays = combine(used, fit.coefficients(), manager);
      whole = true;
      return new Reconstruction(
          end, length, fit.error(), used.get(0).file().getParent(), manager, arrays);
    } finally {
      if (!whole) {
        manager.close();
      }
    }
  }

  private static ProfileFit fit(List<Snapshot> used, long end, double length) {
    return ProfileFit.of(
        used.stream().map(saved -> new Weights(saved.profile(), saved.step())).toList(),
        new Weights(PowerProfile.ofLength(length), end));
  }

  private static String missing(List<Snapshot> all, long end) {
    if (all.isEmpty()) {
      return "The run has no snapshots. They are saved in training where ema.power and ema.snapshot-every are set, as in ema.power=[0.05,0.1] and ema.snapshot-every=1000.";
    }
    return "There is no snapshot of step %d. There are snapshots of the steps %s."
        .formatted(
            end,
            all.stream()
                .map(snapshot -> String.valueOf(snapshot.step()))
                .distinct()
                .collect(Collectors.joining(", ")));
  }

  private static String outside(List<Snapshot> used, long end, double length, double error) {
    String possible =
        LengthScale.which(other -> fit(used, end, other).error() <= GREATEST_ERROR)
            .map(range -> "They express lengths " + range)
            .orElse("They express none");
    return "The %d snapshots up to step %d do not express the length %s: the nearest weights are %.0f %% off, and %.0f %% is the most. %s. A smaller ema.snapshot-every, or further lengths in ema.power, would express more."
        .formatted(
            used.size(), end, EmaConfig.plain(length), 100 * error, 100 * GREATEST_ERROR, possible);
  }

  private static Map<String, NDArray> combine(
      List<Snapshot> used, double[] coefficients, NDManager manager) {
    Map<String, NDArray> sums = new LinkedHashMap<>();
    Map<String, DataType> types = new LinkedHashMap<>();
    for (int i = 0; i < coefficients.length; i++) {
      Path file = used.get(i).file();
      try (Scope scope = Scope.open();
          Autograd.Recording off = Autograd.off();
          NDManager reading = manager.newSubManager()) {
        Map<String, NDArray> values = Safetensors.read(file, reading);
        if (i == 0) {
          values.forEach(
              (name, array) -> {
                NDArray zeros = manager.zeros(array.getShape(), DataType.FLOAT64);
                sums.put(name, scope.keep(zeros, manager));
                types.put(name, array.getDataType());
              });
        }
        checkSame(sums, used.get(0).file(), values, file);
        NDList terms = new NDList();
        sums.keySet().forEach(name -> terms.add(values.get(name)));
        NDArray factor = manager.create(coefficients[i]);
        ACCUMULATE.callLists(new NDList(sums.values()), terms, new NDList(factor));
      }
    }
    try (Scope scope = Scope.open()) {
      sums.replaceAll((name, sum) -> rounded(scope, sum, types.get(name), manager));
    }
    return sums;
  }

  private static NDArray rounded(Scope scope, NDArray sum, DataType type, NDManager manager) {
    if (sum.getDataType() == type) {
      return sum;
    }
    NDArray rounded = scope.keep(sum.toType(type, false), manager);
    sum.close();
    return rounded;
  }

  private static void checkSame(
      Map<String, NDArray> first, Path firstFile, Map<String, NDArray> values, Path file) {
    if (!values.keySet().equals(first.keySet())) {
      throw new IrepaException(
          "%s and %s do not hold the same parameters; one of them belongs to another configuration. Remove it."
              .formatted(firstFile, file));
    }
    values.forEach(
        (name, array) -> {
          if (!array.getShape().equals(first.get(name).getShape())) {
            throw new IrepaException(
                "%s: the array %s has the shape %s, and %s in %s; one of the files belongs to another configuration. Remove it."
                    .formatted(
                        file, name, array.getShape(), first.get(name).getShape(), firstFile));
          }
        });
  }

  /** The step that it ends at. */
  public long step() {
    return step;
  }

  /** The distance of its weights from those of the length asked for, as a share of the latter. */
  public double error() {
    return error;
  }

  /** The arrays by {@code component.parameter}, in the format of the snapshots. */
  public Map<String, NDArray> arrays() {
    return arrays;
  }

  /**
   * Loads it into a model.
   *
   * @throws IrepaException if a parameter is missing or has another shape
   */
  public void load(Map<String, Parameters> parameters) {
    Averages.averaged(parameters)
        .forEach(
            (component, set) ->
                set.trained().forEach((name, array) -> load(set, component, name, array)));
  }

  private void load(Parameters set, String component, String name, NDArray array) {
    NDArray values = arrays.get(component + "." + name);
    if (values == null) {
      throw new IrepaException(
          "The snapshots in %s have no array %s.%s; they belong to another configuration."
              .formatted(source, component, name));
    }
    if (!values.getShape().equals(array.getShape())) {
      throw new IrepaException(
          "The snapshots in %s have the array %s.%s with the shape %s, and the configuration's is %s."
              .formatted(source, component, name, values.getShape(), array.getShape()));
    }
    try (Scope scope = Scope.open()) {
      set.load(name, values.toDevice(array.getDevice(), false));
    }
  }

  /**
   * Writes it as a safetensors file, which is there whole or not at all.
   *
   * @throws IrepaException if the disk is full, say
   */
  public void write(Path file) {
    try {
      AverageFile.write(file, step, length, arrays);
    } catch (IOException e) {
      throw new IrepaException(
          "The average cannot be written to " + file + ": " + IoReason.of(e) + ".", e);
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
