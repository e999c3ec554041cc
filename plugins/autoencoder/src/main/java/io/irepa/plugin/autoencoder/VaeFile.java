package io.irepa.plugin.autoencoder;

import ai.djl.ndarray.types.Shape;
import io.irepa.IrepaException;
import io.irepa.spi.AutoencoderUse.Side;
import io.irepa.tensor.StoredArray;
import io.irepa.weights.WeightFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which array of a file is which weight, whoever wrote it. */
final class VaeFile {
  private static final int SHOWN = 8;
  private static final Map<Side, List<String>> PARTS =
      Map.of(
          Side.ENCODER, List.of("encoder.", "quant_conv."),
          Side.DECODER, List.of("decoder.", "post_quant_conv."));

  private final String source;
  private final Map<String, Shape> file;
  private final VaeShape shape;
  private final Set<Side> sides;

  private VaeFile(String source, Map<String, Shape> file, VaeShape shape, Set<Side> sides) {
    this.source = source;
    this.file = file;
    this.shape = shape;
    this.sides = sides;
  }

  /**
   * The arrays of a file by the weights' names.
   *
   * @param sides whose weights are wanted; the file's others are passed over
   * @return readable while the file is open; the shapes of attention's may lack dimensions of 1
   * @throws IrepaException as {@link #origins} throws it
   */
  static Map<String, StoredArray> arrays(WeightFile file, VaeShape shape, Set<Side> sides) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    file.arrays().forEach((name, array) -> shapes.put(name, array.shape()));
    Map<String, StoredArray> arrays = new LinkedHashMap<>();
    origins(file.path().toString(), shapes, shape, sides)
        .forEach((name, origin) -> arrays.put(name, file.arrays().get(origin)));
    return arrays;
  }

  /**
   * Which array of a file each weight is.
   *
   * @param source of the arrays, for errors
   * @param file shapes by the file's names
   * @param sides whose weights are wanted; the file's others are passed over
   * @return the file's names by ours, in our order
   * @throws IrepaException if the file does not fit, saying what is missing, left over or of
   *     another shape
   */
  static Map<String, String> origins(
      String source, Map<String, Shape> file, VaeShape shape, Set<Side> sides) {
    VaeFile opened = new VaeFile(source, file, shape, sides);
    Fit best =
        Arrays.stream(VaeNames.values())
            .map(opened::fit)
            .min(Comparator.comparingInt(Fit::problems))
            .orElseThrow();
    if (best.problems() > 0) {
      throw opened.unfit(best);
    }
    return best.origins();
  }

  /** How the file agrees with one way of naming. */
  private record Fit(
      VaeNames names,
      Map<String, String> origins,
      List<String> missing,
      List<String> leftOver,
      List<String> otherShape) {
    int problems() {
      return missing.size() + leftOver.size() + otherShape.size();
    }
  }

  private Fit fit(VaeNames names) {
    Fit fit =
        new Fit(
            names, new LinkedHashMap<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    String prefix = prefix();
    Map<String, Shape> rest = new LinkedHashMap<>();
    file.forEach(
        (name, found) -> {
          if (name.startsWith(prefix) && own(name.substring(prefix.length()))) {
            rest.put(name, found);
          }
        });
    for (Side side : Side.values()) {
      if (sides.contains(side)) {
        Layers.weights(shape, side)
            .forEach(
                (name, wanted) -> {
                  String there = prefix + names.published(name, shape);
                  Shape expected = names.shape(name, wanted);
                  Shape found = rest.remove(there);
                  if (found == null) {
                    fit.missing.add(there + " " + expected);
                  } else if (!found.equals(expected) && !found.equals(wanted)) {
                    fit.otherShape.add("%s %s instead of %s".formatted(there, found, expected));
                  } else {
                    fit.origins.put(name, there);
                  }
                });
      }
    }
    rest.forEach((name, found) -> fit.leftOver.add(name + " " + found));
    return fit;
  }

  private boolean own(String name) {
    return sides.stream().flatMap(side -> PARTS.get(side).stream()).anyMatch(name::startsWith);
  }

  /** What stands before all names, such as {@code first_stage_model.} in whole models. */
  private String prefix() {
    return file.keySet().stream()
        .flatMap(
            name ->
                sides.stream()
                    .map(side -> PARTS.get(side).get(0) + "conv_in.weight")
                    .filter(name::endsWith)
                    .map(end -> name.substring(0, name.length() - end.length())))
        .filter(prefix -> prefix.isEmpty() || prefix.endsWith("."))
        .min(Comparator.comparingInt(String::length))
        .orElse("");
  }

  private IrepaException unfit(Fit fit) {
    List<String> names = List.copyOf(file.keySet());
    return new IrepaException(
        "%s does not fit the autoencoder sd-vae (compared by the names of %s).%s%s%s\nThe file has %d arrays%s.\nName the fitting preset or dimensions, or another file."
            .formatted(
                source,
                fit.names().id(),
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
}
