package io.irepa.exchange;

import io.irepa.IrepaException;
import io.irepa.tensor.StoredArray;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The state dict of a PyTorch optimizer: for each parameter, by its place among the module's
 * parameters, arrays by name.
 */
final class PublishedOptimizer {
  private static final String WITHOUT = "Import without it: --without-optimizer.";

  private final Path path;
  private final int count;
  private final Map<Integer, Map<String, StoredArray>> states;
  private final OptionalLong step;

  private PublishedOptimizer(
      Path path, int count, Map<Integer, Map<String, StoredArray>> states, OptionalLong step) {
    this.path = path;
    this.count = count;
    this.states = states;
    this.step = step;
  }

  static PublishedOptimizer of(Path path, Map<?, ?> map) {
    if (!(map.get("param_groups") instanceof List<?> groups)
        || !(map.get("state") instanceof Map<?, ?> state)) {
      throw wrong(path, "has no param_groups or no state");
    }
    if (groups.size() != 1
        || !(groups.get(0) instanceof Map<?, ?> group)
        || !(group.get("params") instanceof List<?> params)) {
      throw wrong(
          path, "has " + groups.size() + " groups of parameters, and one can be told apart");
    }
    Map<Integer, Map<String, StoredArray>> states = new LinkedHashMap<>();
    long step = -1;
    for (int i = 0; i < params.size(); i++) {
      if (state.get(params.get(i)) instanceof Map<?, ?> one) {
        Map<String, StoredArray> arrays = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : one.entrySet()) {
          if (entry.getKey().equals("step")) {
            step = Math.max(step, step(entry.getValue()));
          } else if (entry.getValue() instanceof StoredArray array) {
            arrays.put(String.valueOf(entry.getKey()), array);
          }
        }
        states.put(i, arrays);
      }
    }
    return new PublishedOptimizer(
        path, params.size(), states, step < 0 ? OptionalLong.empty() : OptionalLong.of(step));
  }

  /** A number, or a tensor of one number, which is small enough to be read here. */
  private static long step(Object value) {
    if (value instanceof Number number) {
      return number.longValue();
    }
    return value instanceof StoredArray array && array.shape().size() == 1
        ? Scalars.read(array)
        : -1;
  }

  private static IrepaException wrong(Path path, String why) {
    return new IrepaException("%s: its optimizer %s. %s".formatted(path, why, WITHOUT));
  }

  /**
   * Arrays by the name that the optimizer gives them, and by that of the parameter.
   *
   * @param names of the module's parameters, in order
   */
  Map<String, Map<String, StoredArray>> byMoment(List<String> names) {
    if (names.size() != count) {
      throw wrong(
          path,
          "counts %d parameters and the model has %d arrays, so that it is not known whose state is whose"
              .formatted(count, names.size()));
    }
    Map<String, Map<String, StoredArray>> byMoment = new LinkedHashMap<>();
    states.forEach(
        (index, arrays) ->
            arrays.forEach(
                (moment, array) ->
                    byMoment
                        .computeIfAbsent(moment, none -> new LinkedHashMap<>())
                        .put(names.get(index), array)));
    return byMoment;
  }

  /** Updates done. */
  OptionalLong step() {
    return step;
  }
}
