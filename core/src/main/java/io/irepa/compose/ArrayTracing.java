package io.irepa.compose;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whose calls bring arrays into a manager, and which of them stay. */
final class ArrayTracing {
  private final NDManager manager;
  private final Set<NDArray> known = Collections.newSetFromMap(new IdentityHashMap<>());
  private final IdentityHashMap<NDArray, Calls.Call> owners = new IdentityHashMap<>();

  ArrayTracing(NDManager manager) {
    this.manager = manager;
    known.addAll(manager.getManagedArrays());
  }

  /** The same, from now on. */
  ArrayTracing anew() {
    return new ArrayTracing(manager);
  }

  /** Takes what has come since the last look for a call's; for core's where there is none. */
  void attribute(Optional<Calls.Call> call) {
    for (NDArray array : manager.getManagedArrays()) {
      if (known.add(array)) {
        call.ifPresent(by -> owners.put(array, by));
      }
    }
  }

  /** Who left arrays behind, for people. */
  Optional<String> left() {
    List<NDArray> left = manager.getManagedArrays().stream().filter(owners::containsKey).toList();
    return left.stream()
        .findFirst()
        .map(
            array ->
                "%s leaves arrays open in %s: %d since the step before, such as one of shape %s. An extension keeps no arrays but those that it makes in its constructor; memory would run out."
                    .formatted(
                        owners.get(array).name(),
                        owners.get(array).place(),
                        left.size(),
                        array.getShape()));
  }
}
