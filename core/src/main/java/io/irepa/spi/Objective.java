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
   * Implemented by the configuration record of an objective whose phases train the component {@code
   * autoencoder}: its weights are then parameters of the run, saved with it.
   */
  interface TrainsAutoencoder extends Settings {
    /**
     * Whether nothing else is trained: the run then has no backbone and no alignment, the objective
     * asks for none, and reconstructions take the place of samples.
     *
     * @return false where the record does not say otherwise
     */
    default boolean alone() {
      return false;
    }
  }

  /**
   * The optimizations of a step, in order; the parameters of one are updated before the next
   * begins.
   *
   * @return at least one, with different names, and always the same
   */
  default List<Phase> phases() {
    return List.of(Phase.MODEL);
  }

  /**
   * Whether {@link Batch#images} is asked for. Where nobody does, and latents and tokens come from
   * caches, images are not read.
   *
   * @return always the same; an objective that trains the autoencoder needs images
   */
  default boolean needsImages() {
    return false;
  }

  /**
   * The loss of one phase. Called with recording on; differentiable in the parameters that the
   * phase trains.
   *
   * @param phase one of {@link #phases}
   * @param batch to train on; its step is the run's
   * @param draws of this step; the same object for all its phases
   * @return terms of one number each, in the format of the precision's edges
   */
  Losses losses(Phase phase, Batch batch, Draws draws);

  /**
   * What a phase's total is called in curves, after {@code loss.}.
   *
   * @param phase one of {@link #phases}
   * @return {@code total}, unless there are several phases and this one does not train the backbone
   */
  default String totalName(Phase phase) {
    return phases().size() == 1 || phase.trains("backbone") ? "total" : phase.name();
  }

  /**
   * Whether there is something to sample from. Where there is not, a run draws no samples, and
   * {@link #field} throws.
   *
   * @return always the same
   */
  default boolean samples() {
    return true;
  }

  /**
   * What samplers integrate; it follows the parameters as training goes on.
   *
   * @return of the trained model
   * @throws io.irepa.IrepaException if there is nothing to sample from, saying what to do instead
   */
  Field field();
}
