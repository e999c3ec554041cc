package io.irepa.config;

import java.util.Optional;

/**
 * An extension that a configuration can name.
 *
 * @param slot the extension point
 * @param type the name in YAML
 * @param implementation the extension's class
 * @param settings its configuration record; absent if it has no keys
 * @param origin the plugin that brings it, or {@code core}
 * @param doc one sentence
 */
public record ComponentType(
    Class<?> slot,
    String type,
    Class<?> implementation,
    Optional<Class<? extends Record>> settings,
    String origin,
    String doc) {}
