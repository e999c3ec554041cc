package io.irepa.plugin.encoders;

import ai.djl.ndarray.types.Shape;
import io.irepa.spi.PublishedEncoder.FileFit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What a network needs of a file.
 *
 * @param network for messages
 * @param shapes of its arrays, by name
 * @param prefixes that may stand before all names of a file; the one is taken that fits best
 * @param own pattern of the names that belong to this part of the network: a file's others are
 *     passed over
 * @param rename from a file's names, without the prefix, to the network's
 */
record WantedArrays(
    String network,
    Map<String, Shape> shapes,
    List<String> prefixes,
    String own,
    UnaryOperator<String> rename) {

  /**
   * How a file agrees.
   *
   * @param names the file's names by the network's
   * @param missing arrays that the file lacks, with their shapes
   * @param leftOver arrays of the file that belong to this part of the network and have no place
   * @param otherShape arrays of another shape, with both
   */
  record Fit(
      Map<String, String> names,
      List<String> missing,
      List<String> leftOver,
      List<String> otherShape) {
    boolean complete() {
      return missing.isEmpty() && leftOver.isEmpty() && otherShape.isEmpty();
    }

    /** The same for people, under a preset's name. */
    FileFit of(String preset, String scheme) {
      return new FileFit(preset, scheme, missing, leftOver, otherShape);
    }
  }

  /** The number of parameters. */
  long parameters() {
    return shapes.values().stream().mapToLong(Shape::size).sum();
  }

  /** As {@link #fit(Map)}, of shapes that are plain numbers. */
  Fit fitNumbers(Map<String, long[]> file) {
    Map<String, Shape> asShapes = new LinkedHashMap<>();
    file.forEach((name, numbers) -> asShapes.put(name, new Shape(numbers)));
    return fit(asShapes);
  }

  /** How arrays of the given shapes agree, under the prefix that knows most of them. */
  Fit fit(Map<String, Shape> file) {
    Map<String, String> names =
        prefixes.stream()
            .map(prefix -> names(file, prefix))
            .max(Comparator.comparingLong(this::known))
            .orElseThrow();
    Fit fit = new Fit(names, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    shapes.forEach(
        (name, shape) -> {
          String there = names.get(name);
          if (there == null) {
            fit.missing.add(name + " " + shape);
          } else if (!file.get(there).equals(shape)) {
            fit.otherShape.add("%s %s instead of %s".formatted(there, file.get(there), shape));
          }
        });
    names.forEach(
        (name, there) -> {
          if (!shapes.containsKey(name)) {
            fit.leftOver.add(there + " " + file.get(there));
          }
        });
    return fit;
  }

  private Map<String, String> names(Map<String, Shape> file, String prefix) {
    Map<String, String> names = new LinkedHashMap<>();
    for (String there : file.keySet()) {
      if (there.startsWith(prefix)) {
        String name = rename.apply(there.substring(prefix.length()));
        if (name.matches(own)) {
          names.put(name, there);
        }
      }
    }
    return names;
  }

  private long known(Map<String, String> names) {
    return names.keySet().stream().filter(shapes::containsKey).count();
  }
}
