package io.irepa.spi;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.pf4j.ExtensionPoint;

/**
 * Labelled images. The configuration record implements {@link Shaped}. The constructor looks the
 * examples through, so that what is missing fails before the first step; it throws an {@link
 * io.irepa.IrepaException} naming the file. No array is made here.
 *
 * @since 0.1
 */
public interface DataSource extends ExtensionPoint, AutoCloseable {
  /** What the configuration record of a source tells without opening it. */
  interface Shaped extends Settings {
    /**
     * {@return side of the images it gives, in pixels; 0 if it gives whatever the backbone asks
     * for}
     */
    int resolution();

    /** {@return whether examples carry latents, so that no autoencoder encodes images} */
    default boolean latents() {
      return false;
    }

    /** {@return what the latents are, where examples carry them} */
    default LatentContent latentContent() {
      return LatentContent.SCALED;
    }

    /**
     * {@return whether examples carry images; latents alone suffice unless an objective trains the
     * autoencoder}
     */
    default boolean images() {
      return true;
    }

    /**
     * {@return whether an image may come mirrored, left and right exchanged; a cache of tokens then
     * has both}
     */
    default boolean flips() {
      return false;
    }
  }

  /** {@return the number of examples, from 1 to 2^31 - 1; always the same} */
  long size();

  /** {@return the classes' names, at least one and all different; a label is an index into it} */
  List<String> classes();

  /** {@return whether examples carry encoder tokens, so that no encoder is loaded} */
  default boolean suppliesTargets() {
    return false;
  }

  /**
   * The share of unreadable examples above which training stops.
   *
   * @return from 0 to 1; each example counts once, and a share above 0 allows at least one
   */
  default double brokenLimit() {
    return 0;
  }

  /**
   * Reads one example. Called from several threads at once, in any order; depends on the arguments
   * alone.
   *
   * @param index from 0 to size - 1
   * @param random depends on run seed, step and place in the batch alone; for flips and crops; not
   *     kept
   * @return all examples have the same sizes
   * @throws IOException if this example is damaged, naming its file; training goes on with another
   *     one, up to {@link #brokenLimit}
   */
  Example read(long index, RandomGenerator random) throws IOException;

  /**
   * Where the foreground of an example is, for metrics that ask for it.
   *
   * @param index from 0 to size - 1
   * @param random as for {@link #read}: the mask lies on the image that the same arguments give
   * @return [H,W] from 0 to 1, 1 in the foreground; empty if nothing is known of it
   * @throws IOException if the example or its mask is damaged, naming its file
   */
  default Optional<float[]> foreground(long index, RandomGenerator random) throws IOException {
    return Optional.empty();
  }

  /**
   * What is known of an example before its image is decoded. With it, a run whose latents and
   * tokens come from caches reads no image. Called from several threads at once.
   *
   * @param index from 0 to size - 1
   * @return empty if only {@link #read} tells
   * @throws IOException if the example's file is not there
   */
  default Optional<Outline> outline(long index) throws IOException {
    return Optional.empty();
  }

  /**
   * An example before its image is decoded.
   *
   * @param label as in what {@link DataSource#read} gives
   * @param stamp changes whenever the image could: with its file's size and time, and with the
   *     settings that pixels depend on; not 0
   * @param mirrored whether {@link DataSource#read} gives the image mirrored for the same
   *     randomness; it varies images in no other way
   */
  record Outline(int label, long stamp, Predicate<RandomGenerator> mirrored) {}

  /** Releases files. Called once, after the last read. */
  @Override
  void close();
}
