package io.irepa.config;

import java.util.List;
import java.util.Optional;

/** The extensions that are installed. */
public interface Catalog {
  /** All extensions of one extension point, by type. */
  List<ComponentType> types(Class<?> slot);

  /** The extension of that name. */
  default Optional<ComponentType> find(Class<?> slot, String type) {
    return types(slot).stream().filter(found -> found.type().equals(type)).findFirst();
  }
}
