package io.irepa.spi;

import io.irepa.tensor.Draws;
import java.util.List;
import org.pf4j.ExtensionPoint;

/**
 * What one step minimises, and how the trained thing is sampled. Its constructor may ask for the
 * composed {@link Backbone}, {@link Alignment} and {@link Autoencoder}, and for {@link
 * io.irepa.tensor.ParameterSets} where it trains components of its own.
 *
 * <p>All randomness is drawn by name from the {@link Draws} given; the names are part of an
 * objective's contract, since parity cases supply their values.
 *
 * @since 0.1
 */
public interface Objective extends ExtensionPoint {
  /**
   * {@return the optimizations of a step, in order; the parameters of one are updated before the
   * next begins}
   */
  default List<Phase> phases() {
    return List.of(Phase.MODEL);
  }

  /**
   * The loss of one phase, recorded for differentiation.
   *
   * @param phase one of {@link #phases}
   * @param batch to train on
   * @param draws of this step; the same object for all its phases
   * @return named terms, whose total is differentiated
   */
  Losses losses(Phase phase, Batch batch, Draws draws);

  /** {@return what samplers integrate} */
  Field field();
}
