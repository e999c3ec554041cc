package io.irepa.weights;

import io.irepa.tensor.StoredArray;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The arrays within a tree of maps, by their path. */
final class TorchArrays {
  private final Map<String, StoredArray> found = new LinkedHashMap<>();

  /** Maps may hold each other, or themselves: each is looked into once. */
  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  private TorchArrays() {}

  static Map<String, StoredArray> of(Object root) {
    TorchArrays arrays = new TorchArrays();
    arrays.walk("", root, 0);
    return arrays.found;
  }

  private void walk(String name, Object value, int depth) {
    if (value instanceof StoredArray array) {
      found.put(name, array);
    } else if (value instanceof Map<?, ?> map && depth < 16 && seen.add(map)) {
      map.forEach(
          (key, inner) -> walk(name.isEmpty() ? "" + key : name + "." + key, inner, depth + 1));
    }
  }
}
