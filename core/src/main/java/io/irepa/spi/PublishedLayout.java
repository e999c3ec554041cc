package io.irepa.spi;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How published code lays out a checkpoint of a backbone and its projectors. Import and export go
 * by it. An array of a run is named {@code backbone.<name>} or {@code projector.<i>.<name>}.
 *
 * @since 0.1
 */
public interface PublishedLayout {
  /** The backbone's own names in its own order, then {@code projectors.<i>.<name>}. */
  PublishedLayout PLAIN = new PublishedLayout() {};

  /**
   * Arrays in the order of the published module's parameters, by which its optimizer counts.
   *
   * @param names of a run's arrays
   * @return the same, ordered
   */
  default List<String> ordered(List<String> names) {
    List<String> ordered = new ArrayList<>(names);
    ordered.removeIf(name -> !name.startsWith("backbone."));
    names.stream().filter(name -> !name.startsWith("backbone.")).forEach(ordered::add);
    return ordered;
  }

  /**
   * The keys of a published checkpoint under which averages of the model lie.
   *
   * @return at least one, the one that is sampled from first
   */
  default List<String> averages() {
    return List.of("ema");
  }

  /**
   * The published name of an array.
   *
   * @param name of a run's array
   * @return as export writes it
   */
  default String published(String name) {
    return name.startsWith("backbone.")
        ? name.substring("backbone.".length())
        : name.replaceFirst("^projector\\.", "projectors.");
  }

  /**
   * The arrays of a run that those of a file are, whichever release of the published code wrote it.
   *
   * @param published names in a file
   * @return as many, in the same order; a run has perhaps no array of such a name
   */
  default List<String> ours(List<String> published) {
    return published.stream()
        .map(
            name ->
                name.startsWith("projectors.")
                    ? name.replaceFirst("^projectors\\.", "projector.")
                    : "backbone." + name)
        .toList();
  }

  /**
   * An array of another shape as the run has it, where nothing that matters is lost.
   *
   * @param name of the run's array
   * @param values as the file has them; not closed
   * @param shape that the run has
   * @return empty if they cannot be made to fit
   */
  default Optional<NDArray> fit(String name, NDArray values, Shape shape) {
    return Optional.empty();
  }
}
