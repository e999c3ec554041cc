package io.irepa.exchange;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.irepa.IrepaException;
import io.irepa.spi.PublishedLayout;
import io.irepa.tensor.Autograd;
import io.irepa.tensor.Copy;
import io.irepa.tensor.Parameters;
import io.irepa.tensor.Scope;
import io.irepa.tensor.StoredArray;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which array of a file is which of a run, whether they fit, and how they get there. */
final class Fit {
  private static final int SHOWN = 12;

  private final Path path;
  private final PublishedLayout layout;
  private final Importer.Choice choice;
  private final Map<String, NDArray> trained = new LinkedHashMap<>();
  private final Map<String, NDArray> buffers = new LinkedHashMap<>();

  /**
   * @param path of the file, for errors
   * @param parameters that a published file holds, by component
   */
  Fit(
      Path path,
      PublishedLayout layout,
      Importer.Choice choice,
      Map<String, Parameters> parameters) {
    this.path = path;
    this.layout = layout;
    this.choice = choice;
    parameters.forEach(
        (component, set) -> {
          set.trained().forEach((name, array) -> trained.put(component + "." + name, array));
          set.buffers().forEach((name, array) -> buffers.put(component + "." + name, array));
        });
  }

  /**
   * A model's arrays by the run's names.
   *
   * @throws IrepaException if a trained one is missing, one is left over, or shapes differ
   */
  Map<String, StoredArray> checked(Map<String, StoredArray> published) {
    Map<String, StoredArray> arrays = named(List.copyOf(published.keySet()), published);
    List<String> missing = missing(arrays);
    List<String> others = new ArrayList<>();
    List<String> over = new ArrayList<>();
    arrays.forEach(
        (name, array) -> {
          NDArray target = trained.getOrDefault(name, buffers.get(name));
          if (target == null) {
            over.add(name + " " + array.shape());
          } else if (!fits(name, array, target)) {
            others.add(otherShape(name, array, target));
          }
        });
    if (!missing.isEmpty() || !over.isEmpty() || !others.isEmpty()) {
      throw new IrepaException(
          path
              + " does not fit the configuration."
              + list("Missing in the file", missing)
              + list("Left over in the file", over)
              + list("Of another shape", others)
              + "\nChange the configuration (backbone, alignment); or leave arrays of the file out"
              + " with --drop NAME, and start those that it lacks anew with --fresh NAME, such as"
              + " --fresh projector.");
    }
    return arrays;
  }

  /**
   * One of the optimizer's arrays for each trained one, by the run's names.
   *
   * @param names of the module's arrays
   * @throws IrepaException if one is missing or of another shape
   */
  Map<String, StoredArray> checkedMoment(
      String moment, List<String> names, Map<String, StoredArray> published) {
    Map<String, StoredArray> arrays = named(names, published);
    arrays.keySet().retainAll(trained.keySet());
    List<String> missing = missing(arrays);
    List<String> others = new ArrayList<>();
    arrays.forEach(
        (name, array) -> {
          if (!fits(name, array, trained.get(name))) {
            others.add(otherShape(name, array, trained.get(name)));
          }
        });
    if (!missing.isEmpty() || !others.isEmpty()) {
      throw new IrepaException(
          "%s: the optimizer's %s does not fit.%s%s%nImport without it: --without-optimizer."
              .formatted(
                  path,
                  moment,
                  list("Missing in the file", missing),
                  list("Of another shape", others)));
    }
    return arrays;
  }

  private Map<String, StoredArray> named(List<String> names, Map<String, StoredArray> published) {
    List<String> ours = layout.ours(names);
    Map<String, StoredArray> named = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      StoredArray array = published.get(names.get(i));
      if (array == null || isOf(ours.get(i), choice.drop())) {
        continue;
      }
      if (named.put(ours.get(i), array) != null) {
        throw new IrepaException(
            "%s has two arrays that would be %s.".formatted(path, ours.get(i)));
      }
    }
    return named;
  }

  private List<String> missing(Map<String, StoredArray> arrays) {
    return trained.entrySet().stream()
        .filter(one -> !arrays.containsKey(one.getKey()) && !isOf(one.getKey(), choice.fresh()))
        .map(one -> one.getKey() + " " + one.getValue().getShape())
        .toList();
  }

  private static boolean isOf(String name, List<String> prefixes) {
    return prefixes.stream()
        .anyMatch(prefix -> name.equals(prefix) || name.startsWith(prefix + "."));
  }

  /** Whether the shape is the same, or the layout makes it so: tried with zeros. */
  private boolean fits(String name, StoredArray array, NDArray target) {
    if (array.shape().equals(target.getShape())) {
      return true;
    }
    try (Scope scope = Scope.open();
        Autograd.Recording off = Autograd.off()) {
      NDArray zeros = target.getManager().zeros(array.shape());
      return layout.fit(name, zeros, target.getShape()).isPresent();
    }
  }

  private static String otherShape(String name, StoredArray array, NDArray target) {
    return "%s %s, in the configuration %s".formatted(name, array.shape(), target.getShape());
  }

  private static String list(String title, List<String> names) {
    if (names.isEmpty()) {
      return "";
    }
    List<String> shown = names.subList(0, Math.min(SHOWN, names.size()));
    String more = names.size() > SHOWN ? ", and %d more".formatted(names.size() - SHOWN) : "";
    return "\n%s (%d): %s%s".formatted(title, names.size(), String.join(", ", shown), more);
  }

  /**
   * Reads one array after the other.
   *
   * @param arrays checked, by the run's names
   * @param targets overwritten where there is an array
   * @param prefix of the targets' names before the run's
   */
  void load(Map<String, StoredArray> arrays, Map<String, NDArray> targets, String prefix) {
    arrays.forEach(
        (name, array) -> {
          NDArray target = targets.get(prefix + name);
          if (target != null) {
            try (Scope scope = Scope.open();
                Autograd.Recording off = Autograd.off()) {
              NDArray values = array.read(target.getManager());
              Copy.into(target, shaped(name, values, target.getShape()));
            }
          }
        });
  }

  private NDArray shaped(String name, NDArray values, Shape shape) {
    return values.getShape().equals(shape) ? values : layout.fit(name, values, shape).orElseThrow();
  }
}
