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

  private final WeightFile file;
  private final VaeShape shape;
  private final Set<Side> sides;

  private VaeFile(WeightFile file, VaeShape shape, Set<Side> sides) {
    this.file = file;
    this.shape = shape;
    this.sides = sides;
  }

  /**
   * The arrays of a file by the weights' names.
   *
   * @param sides whose weights are wanted; the file's others are passed over
   * @return readable while the file is open; the shapes of attention's may lack dimensions of 1
   * @throws IrepaException if the file does not fit, saying what is missing, left over or of
   *     another shape
   */
  static Map<String, StoredArray> arrays(WeightFile file, VaeShape shape, Set<Side> sides) {
    VaeFile opened = new VaeFile(file, shape, sides);
    Fit best =
        Arrays.stream(VaeNames.values())
            .map(opened::fit)
            .min(Comparator.comparingInt(Fit::problems))
            .orElseThrow();
    if (best.problems() > 0) {
      throw opened.unfit(best);
    }
    return best.arrays();
  }

  /** How the file agrees with one way of naming. */
  private record Fit(
      VaeNames names,
      Map<String, StoredArray> arrays,
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
    Map<String, StoredArray> rest = new LinkedHashMap<>();
    file.arrays()
        .forEach(
            (name, array) -> {
              if (name.startsWith(prefix) && own(name.substring(prefix.length()))) {
                rest.put(name, array);
              }
            });
    for (Side side : Side.values()) {
      if (sides.contains(side)) {
        Layers.weights(shape, side)
            .forEach(
                (name, wanted) -> {
                  String there = prefix + names.published(name, shape);
                  Shape expected = names.shape(name, wanted);
                  StoredArray array = rest.remove(there);
                  if (array == null) {
                    fit.missing.add(there + " " + expected);
                  } else if (!array.shape().equals(expected) && !array.shape().equals(wanted)) {
                    fit.otherShape.add(
                        "%s %s instead of %s".formatted(there, array.shape(), expected));
                  } else {
                    fit.arrays.put(name, array);
                  }
                });
      }
    }
    rest.forEach((name, array) -> fit.leftOver.add(name + " " + array.shape()));
    return fit;
  }

  private boolean own(String name) {
    return sides.stream().flatMap(side -> PARTS.get(side).stream()).anyMatch(name::startsWith);
  }

  /** What stands before all names, such as {@code first_stage_model.} in whole models. */
  private String prefix() {
    return file.arrays().keySet().stream()
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
    List<String> names = List.copyOf(file.arrays().keySet());
    return new IrepaException(
        "%s does not fit the autoencoder sd-vae (compared by the names of %s).%s%s%s\nThe file has %d arrays%s.\nName the fitting preset or dimensions, or another file."
            .formatted(
                file.path(),
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
