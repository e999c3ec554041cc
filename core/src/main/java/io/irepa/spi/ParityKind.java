package io.irepa.spi;

import ai.djl.ndarray.NDArray;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.pf4j.ExtensionPoint;

/**
 * A kind of parity case that core does not know: a part of an objective, such as a discriminator.
 * The component's name is what {@code run} says in the case. The constructor makes the parts, for
 * which it may ask for the {@link Case}, for {@link io.irepa.tensor.ParameterSets} and, for what is
 * not trained, for {@link io.irepa.weights.Pretrained}, which then opens the case's weights of the
 * prefix {@code <kind>.}; core loads the case's weights between construction and {@link #run}.
 *
 * @since 0.1
 */
public interface ParityKind extends ExtensionPoint {
  /**
   * What a case gives.
   *
   * @param objective its keys, where the case configures one
   * @param options by name: numbers, texts, lists and maps
   * @param inputs by name
   */
  record Case(
      Optional<Record> objective, Map<String, Object> options, Map<String, NDArray> inputs) {
    /**
     * Copies the maps.
     *
     * @param objective its keys
     * @param options by name
     * @param inputs by name
     */
    public Case {
      options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
      inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    }
  }

  /**
   * Does the work; called once, with recording off.
   *
   * @return results by the names that cases expect, left to the innermost scope
   */
  Map<String, NDArray> run();
}
