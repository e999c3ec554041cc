package io.irepa.spi;

import java.util.OptionalDouble;
import java.util.Set;

/**
 * One optimization within a step: what it trains, with which settings.
 *
 * @param name for reports, such as {@code model}; unique among the phases of an objective
 * @param components prefixes of the parameters it trains, such as {@code backbone} and {@code
 *     projector}
 * @param learningRate replaces the optimizer's, where present; at least 0; the run's schedules
 *     multiply it too
 * @param clip replaces the optimizer's greatest gradient norm, where present; 0 is no clipping
 * @since 0.1
 */
public record Phase(
    String name, Set<String> components, OptionalDouble learningRate, OptionalDouble clip) {
  /** The only phase of most objectives: backbone and projectors. */
  public static final Phase MODEL = new Phase("model", Set.of("backbone", "projector"));

  /**
   * Copies the set.
   *
   * @param name for reports
   * @param components prefixes of parameters
   * @param learningRate instead of the optimizer's
   * @param clip instead of the optimizer's
   */
  public Phase {
    components = Set.copyOf(components);
  }

  /**
   * A phase with the optimizer's own settings.
   *
   * @param name for reports
   * @param components prefixes of parameters
   */
  public Phase(String name, Set<String> components) {
    this(name, components, OptionalDouble.empty(), OptionalDouble.empty());
  }

  /**
   * Whether the phase trains a component.
   *
   * @param component such as {@code projector.0}
   * @return whether its prefix, or the part before its first dot, is named
   */
  public boolean trains(String component) {
    int dot = component.indexOf('.');
    return components.contains(component)
        || (dot > 0 && components.contains(component.substring(0, dot)));
  }
}
