package io.irepa.plugin.encoders.vit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The arrays of a file under our names.
 *
 * @param scheme that names them
 * @param prefix before all names in the file
 * @param sources the arrays that make a weight, by our name
 * @param unknown arrays that the scheme does not know, by the file's name
 */
record NamedArrays(
    NameScheme scheme,
    String prefix,
    Map<String, List<Source>> sources,
    Map<String, long[]> unknown) {

  /**
   * An array of a file.
   *
   * @param name in the file, with its prefix
   * @param shape without dimensions of 1
   * @param part counted from 0
   * @param parts how many make the whole
   */
  record Source(String name, long[] shape, int part, int parts) {}

  /**
   * Names arrays.
   *
   * @param shapes of a file's arrays by name
   */
  static NamedArrays of(NameScheme scheme, String prefix, Map<String, long[]> shapes) {
    Map<String, List<Source>> sources = new LinkedHashMap<>();
    Map<String, long[]> unknown = new LinkedHashMap<>();
    shapes.forEach(
        (name, shape) -> {
          if (!name.startsWith(prefix)) {
            return;
          }
          Optional<NameScheme.Target> target = scheme.target(name.substring(prefix.length()));
          if (target.isEmpty()) {
            unknown.put(name, shape);
          } else if (target.get().used()) {
            sources
                .computeIfAbsent(target.get().weight(), key -> new ArrayList<>())
                .add(new Source(name, squeezed(shape), target.get().part(), target.get().parts()));
          }
        });
    return new NamedArrays(scheme, prefix, sources, unknown);
  }

  /** A shape without its dimensions of 1: published files disagree about these. */
  static long[] squeezed(long[] shape) {
    return Arrays.stream(shape).filter(dimension -> dimension != 1).toArray();
  }

  /** The shape of a weight that is one array in the file; empty if it is not there. */
  Optional<long[]> shape(String weight) {
    return Optional.ofNullable(sources.get(weight)).map(list -> list.get(0).shape());
  }

  /** One more than the greatest number of a block. */
  int depth() {
    return sources.keySet().stream()
        .filter(name -> name.startsWith("blocks."))
        .mapToInt(name -> Integer.parseInt(name.split("\\.", -1)[1]) + 1)
        .max()
        .orElse(0);
  }

  /** What can be said of the network, for people; empty if the names say nothing. */
  String outline() {
    Optional<long[]> patch = shape("patch.weight").filter(shape -> shape.length == 4);
    if (patch.isEmpty() || depth() == 0) {
      return "";
    }
    String registers =
        sources.containsKey("registers") ? ", " + rows("registers") + " registers" : "";
    String inner =
        shape("blocks.0.fc2.weight")
            .filter(shape -> shape.length == 2)
            .map(shape -> ", " + shape[1] + " inside the feed-forward")
            .orElse("");
    return "patch %d, hidden %d, depth %d%s%s (names of %s)"
        .formatted(patch.get()[3], patch.get()[0], depth(), inner, registers, scheme.name());
  }

  private long rows(String weight) {
    return shape(weight).filter(shape -> shape.length == 2).map(shape -> shape[0]).orElse(1L);
  }
}
