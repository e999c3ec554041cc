package io.irepa.plugin.encoders;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.irepa.IrepaException;
import io.irepa.tensor.Precision;
import io.irepa.tensor.Scope;
import io.irepa.tensor.StoredArray;
import io.irepa.weights.WeightFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A network's weights in memory, by name, read from a file one array at a time. */
final class FrozenWeights {
  private static final int SHOWN = 8;

  private final Map<String, NDArray> arrays = new LinkedHashMap<>();

  private FrozenWeights() {}

  /**
   * What a network needs of a file.
   *
   * @param network for messages
   * @param shapes of its arrays, by name
   * @param prefixes that may stand before all names; the one is taken that fits best
   * @param own pattern of the names, without a prefix, that belong to this part of the network: all
   *     others of a file are passed over
   * @param rename from a file's names to the network's, for files that name them otherwise
   */
  record Wanted(
      String network,
      Map<String, Shape> shapes,
      List<String> prefixes,
      String own,
      UnaryOperator<String> rename) {

    /** The file's arrays under the network's names, as the prefix gives them. */
    private Map<String, StoredArray> within(WeightFile file, String prefix) {
      Map<String, StoredArray> found = new LinkedHashMap<>();
      file.within(prefix).arrays().forEach((name, array) -> found.put(rename.apply(name), array));
      found.keySet().removeIf(name -> !name.matches(own));
      return found;
    }

    private long known(Map<String, StoredArray> found) {
      return shapes.keySet().stream().filter(found::containsKey).count();
    }
  }

  /**
   * Reads all weights.
   *
   * @param manager owns them
   * @param precision of the run, whose edge format they have
   * @throws IrepaException if the file is not of this network, saying what is missing, left over or
   *     of another shape
   */
  static FrozenWeights read(
      WeightFile file, Wanted wanted, NDManager manager, Precision precision) {
    Map<String, StoredArray> found =
        wanted.prefixes().stream()
            .map(prefix -> wanted.within(file, prefix))
            .max(Comparator.comparingLong(wanted::known))
            .orElseThrow();
    check(file, wanted, found);
    FrozenWeights weights = new FrozenWeights();
    wanted
        .shapes()
        .keySet()
        .forEach(
            name -> {
              try (Scope scope = Scope.open()) {
                NDArray read = found.get(name).read(manager);
                NDArray array = read.toType(precision.edgeType(), false);
                weights.arrays.put(name, scope.keep(array, manager));
                if (array != read) {
                  read.close();
                }
              }
            });
    return weights;
  }

  private static void check(WeightFile file, Wanted wanted, Map<String, StoredArray> found) {
    List<String> missing = new ArrayList<>();
    List<String> otherShape = new ArrayList<>();
    wanted
        .shapes()
        .forEach(
            (name, shape) -> {
              StoredArray array = found.get(name);
              if (array == null) {
                missing.add(name + " " + shape);
              } else if (!array.shape().equals(shape)) {
                otherShape.add("%s %s instead of %s".formatted(name, array.shape(), shape));
              }
            });
    List<String> leftOver =
        found.keySet().stream().filter(name -> !wanted.shapes().containsKey(name)).toList();
    if (!missing.isEmpty() || !otherShape.isEmpty() || !leftOver.isEmpty()) {
      throw new IrepaException(
          "%s does not fit the encoder %s.%s%s%s\nThe file has %d arrays%s.\nName the fitting preset or dimensions, or another file."
              .formatted(
                  file.path(),
                  wanted.network(),
                  list("Missing in the file", missing),
                  list("Left over in the file", leftOver),
                  list("Of another shape", otherShape),
                  file.arrays().size(),
                  file.arrays().isEmpty()
                      ? ""
                      : ": " + some(new ArrayList<>(file.arrays().keySet()))));
    }
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
