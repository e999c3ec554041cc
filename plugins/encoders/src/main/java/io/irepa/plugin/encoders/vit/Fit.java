package io.irepa.plugin.encoders.vit;

import io.irepa.plugin.encoders.vit.NamedArrays.Source;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How a file's arrays agree with the weights of a network.
 *
 * @param arrays under our names
 * @param missing weights that the file lacks
 * @param leftOver arrays of the file that the network has no place for
 * @param otherShape arrays of the file whose shape is another
 */
record Fit(
    NamedArrays arrays, List<String> missing, List<String> leftOver, List<String> otherShape) {

  /** Whether all is there and nothing is too much. */
  boolean complete() {
    return problems() == 0;
  }

  int problems() {
    return missing.size() + leftOver.size() + otherShape.size();
  }

  /**
   * The scheme and prefix of a family under which a file agrees best.
   *
   * @param shapes of the file's arrays by name
   */
  static Fit best(VitFamily family, VitShape shape, Map<String, long[]> shapes) {
    return named(family, shapes).stream()
        .map(arrays -> of(family, shape, arrays))
        .min(Comparator.comparingInt(Fit::problems))
        .orElseThrow();
  }

  /** A file's arrays under every scheme and prefix of a family. */
  static List<NamedArrays> named(VitFamily family, Map<String, long[]> shapes) {
    return family.schemes().stream()
        .flatMap(
            scheme ->
                scheme.prefixes().stream().map(prefix -> NamedArrays.of(scheme, prefix, shapes)))
        .toList();
  }

  /** Compares. */
  static Fit of(VitFamily family, VitShape shape, NamedArrays arrays) {
    Map<String, long[]> wanted = shape.weights(family);
    Fit fit = new Fit(arrays, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    wanted.forEach((name, dimensions) -> fit.compare(family, name, dimensions));
    arrays
        .sources()
        .forEach(
            (name, sources) -> {
              // Networks whose last norm is not applied come with it all the same.
              if (!wanted.containsKey(name) && !name.startsWith("norm.")) {
                sources.forEach(source -> fit.leftOver.add(text(source.name(), source.shape())));
              }
            });
    arrays.unknown().forEach((name, dimensions) -> fit.leftOver.add(text(name, dimensions)));
    return fit;
  }

  private void compare(VitFamily family, String name, long[] dimensions) {
    List<Source> sources = arrays.sources().getOrDefault(name, List.of());
    int count = sources.isEmpty() ? 1 : sources.get(0).parts();
    long[] wanted = dimensions.clone();
    if (count > 1) {
      wanted[0] /= count;
    }
    Set<Integer> found = new HashSet<>();
    for (Source source : sources) {
      String text = text(source.name(), source.shape());
      if (source.parts() != count || !found.add(source.part())) {
        leftOver.add(text);
      } else if (!agrees(source.shape(), NamedArrays.squeezed(wanted))) {
        otherShape.add("%s, needed %s".formatted(text, shape(wanted)));
      }
    }
    for (int part = 0; part < count; part++) {
      if (!found.contains(part) && !optional(family, name, part, count)) {
        missing.add(text(inFile(name, part, count), wanted));
      }
    }
  }

  /** What a file of this kind would call it. */
  private String inFile(String weight, int part, int parts) {
    List<String> names =
        arrays.scheme().origins(weight).stream()
            .filter(origin -> parts == 1 || (origin.part() == part && origin.parts() == parts))
            .map(origin -> arrays.prefix() + origin.name())
            .toList();
    return names.isEmpty() ? weight : String.join(" or ", names);
  }

  private static boolean optional(VitFamily family, String name, int part, int count) {
    return (name.equals("positions") && family.positions().fixed())
        || (name.endsWith(".qkv.bias") && !family.keyBias() && count == 3 && part == 1);
  }

  private static boolean agrees(long[] actual, long[] wanted) {
    if (actual.length != wanted.length) {
      return false;
    }
    for (int i = 0; i < actual.length; i++) {
      if (wanted[i] != VitShape.ANY && actual[i] != wanted[i]) {
        return false;
      }
    }
    return true;
  }

  private static String text(String name, long[] shape) {
    return name + " " + shape(shape);
  }

  private static String shape(long[] shape) {
    return Arrays.toString(shape).replace("" + VitShape.ANY, "any");
  }
}
