package io.irepa.tensor;

/**
 * The parameter sets of a run, by component: for an objective that trains more than its backbone,
 * such as a discriminator.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface ParameterSets {
  /**
   * The parameters of a component, empty at first.
   *
   * @param component prefix of their names in checkpoints, such as {@code discriminator}
   * @return the same object at each call
   */
  Parameters get(String component);
}
