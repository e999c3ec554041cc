package io.irepa.spi;

import java.io.IOException;
import java.util.List;
import java.util.random.RandomGenerator;
import org.pf4j.ExtensionPoint;

/**
 * Labelled images. The configuration record implements {@link Shaped}.
 *
 * @since 0.1
 */
public interface DataSource extends ExtensionPoint, AutoCloseable {
  /** What the configuration record of a source tells without opening it. */
  interface Shaped extends Settings {
    /** Side of the images it gives, in pixels; 0 if it takes whatever the backbone asks for. */
    int resolution();

    /** Whether examples carry latents, so that no autoencoder encodes images. */
    default boolean latents() {
      return false;
    }
  }

  /** The number of examples, at least 1. */
  long size();

  /** The classes' names; a label is an index into it. */
  List<String> classes();

  /** Whether examples carry encoder tokens, so that no encoder is loaded. */
  default boolean suppliesTargets() {
    return false;
  }

  /**
   * The share of unreadable examples, from 0 to 1, above which training stops. Each example counts
   * once; a share above 0 allows at least one.
   */
  default double brokenLimit() {
    return 0;
  }

  /**
   * Reads one example. Called from several threads at once.
   *
   * @param index from 0 to size - 1
   * @param random depends on run seed, step and place in the batch alone; for flips and crops
   * @throws IOException if this example is damaged; training goes on up to {@link #brokenLimit}
   */
  Example read(long index, RandomGenerator random) throws IOException;

  /** Releases files. Called once, after the last read. */
  @Override
  void close();
}
