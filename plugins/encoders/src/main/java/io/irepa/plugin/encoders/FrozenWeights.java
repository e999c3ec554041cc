package io.irepa.plugin.encoders;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.irepa.IrepaException;
import io.irepa.tensor.Autograd;
import io.irepa.tensor.Initializer;
import io.irepa.tensor.Precision;
import io.irepa.tensor.Scope;
import io.irepa.tensor.SeededDraws;
import io.irepa.weights.WeightFile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A network's weights in memory, by name, read from a file one array at a time. */
final class FrozenWeights {
  private static final int SHOWN = 8;

  private final Map<String, NDArray> arrays = new LinkedHashMap<>();

  private FrozenWeights() {}

  /**
   * Reads all weights.
   *
   * @param manager owns them
   * @param precision of the run, whose edge format they have
   * @throws IrepaException if the file is not of this network, saying what is missing, left over or
   *     of another shape
   */
  static FrozenWeights read(
      WeightFile file, WantedArrays wanted, NDManager manager, Precision precision) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    file.arrays().forEach((name, array) -> shapes.put(name, array.shape()));
    WantedArrays.Fit fit = wanted.fit(shapes);
    if (!fit.complete()) {
      throw unfit(file, wanted, fit);
    }
    FrozenWeights weights = new FrozenWeights();
    for (String name : wanted.shapes().keySet()) {
      try (Scope scope = Scope.open()) {
        NDArray read = file.arrays().get(fit.names().get(name)).read(manager);
        NDArray array = read.toType(precision.edgeType(), false);
        weights.arrays.put(name, scope.keep(array, manager));
        if (array != read) {
          read.close();
        }
      }
    }
    return weights;
  }

  /**
   * Draws all weights: those of layers normal with the deviation √(2 / numbers that go into one),
   * which keeps the size of numbers through rectifiers (arXiv 1502.01852); biases are 0.
   *
   * @param manager owns them
   * @param precision of the run, whose edge format they have
   */
  static FrozenWeights random(
      long seed, WantedArrays wanted, NDManager manager, Precision precision) {
    FrozenWeights weights = new FrozenWeights();
    wanted
        .shapes()
        .forEach(
            (name, shape) -> {
              try (Scope scope = Scope.open();
                  Autograd.Recording off = Autograd.off()) {
                Initializer start =
                    name.endsWith(".bias")
                        ? Initializer.zeros()
                        : Initializer.normal(Math.sqrt(2.0 * shape.get(0) / shape.size()));
                NDArray drawn =
                    start.create(
                        manager, shape, new SeededDraws(manager, seed, 0), "encoder." + name);
                weights.arrays.put(
                    name, scope.keep(drawn.toType(precision.edgeType(), false), manager));
              }
            });
    return weights;
  }

  private static IrepaException unfit(WeightFile file, WantedArrays wanted, WantedArrays.Fit fit) {
    List<String> names = List.copyOf(file.arrays().keySet());
    return new IrepaException(
        "%s does not fit the encoder %s.%s%s%s\nThe file has %d arrays%s.\nName the fitting preset or dimensions, or another file. 'irepa encoders check FILE' tells more."
            .formatted(
                file.path(),
                wanted.network(),
                list("Missing in the file", fit.missing()),
                list("Left over in the file", fit.leftOver()),
                list("Of another shape", fit.otherShape()),
                names.size(),
                names.isEmpty() ? "" : ": " + some(names)));
  }

  private static String list(String title, List<String> names) {
    return names.isEmpty() ? "" : "\n%s (%d): %s".formatted(title, names.size(), some(names));
  }

  private static String some(List<String> names) {
    return String.join(", ", names.subList(0, Math.min(SHOWN, names.size())))
        + (names.size() > SHOWN ? ", and %d more".formatted(names.size() - SHOWN) : "");
  }

  /** Several arrays, in the order asked for. */
  NDArray[] get(List<String> names) {
    return names.stream().map(arrays::get).toArray(NDArray[]::new);
  }
}
