package io.irepa.config;

import java.util.Optional;

/**
 * A component as a configuration chose it.
 *
 * @param <T> the extension point
 * @param component what was named
 * @param settings its bound record; absent if it has no keys
 */
@SuppressWarnings("UnusedTypeParameter") // It says which extension point, to the compiler.
public record Chosen<T>(ComponentType component, Optional<Record> settings) {
  /** The record as the interface that it implements, if it does. */
  public <S> Optional<S> settings(Class<S> type) {
    return settings.filter(type::isInstance).map(type::cast);
  }
}
