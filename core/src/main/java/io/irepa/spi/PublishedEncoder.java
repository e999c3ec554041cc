package io.irepa.spi;

import java.util.List;
import java.util.Map;

/**
 * Implemented by the record of an encoder whose trained weights are published, so that {@code irepa
 * encoders} can list them and tell what a file is. Its methods may be called on a record without
 * any key, and load no native library.
 *
 * @since 0.1
 */
public interface PublishedEncoder extends Encoder.Shaped {
  /** {@return what the key {@code preset} may name, in order} */
  List<Preset> presets();

  /** {@return what is done to images before the network, in a sentence} */
  String images();

  /**
   * How a file agrees with each preset.
   *
   * @param shapes of the file's arrays, by name
   * @return one a preset, in order
   */
  List<FileFit> fits(Map<String, long[]> shapes);

  /**
   * A published network.
   *
   * @param name for the key {@code preset}
   * @param parameters how many numbers the part that is used has
   * @param input side of the images that it takes for a training resolution of 256
   * @param tokens that it then gives
   * @param dimensions for people
   */
  record Preset(String name, long parameters, int input, TokenShape tokens, String dimensions) {}

  /**
   * How a file agrees with a preset.
   *
   * @param preset its name
   * @param scheme whose way of naming the arrays fits best
   * @param missing arrays that the file lacks, with their shapes
   * @param leftOver arrays of the file that have no place
   * @param otherShape arrays of the file whose shape is another
   */
  record FileFit(
      String preset,
      String scheme,
      List<String> missing,
      List<String> leftOver,
      List<String> otherShape) {
    /**
     * Copies the lists.
     *
     * @param preset its name
     * @param scheme whose way of naming the arrays fits best
     * @param missing arrays that the file lacks, with their shapes
     * @param leftOver arrays of the file that have no place
     * @param otherShape arrays of the file whose shape is another
     */
    public FileFit {
      missing = List.copyOf(missing);
      leftOver = List.copyOf(leftOver);
      otherShape = List.copyOf(otherShape);
    }

    /** {@return how many arrays do not agree} */
    public int problems() {
      return missing.size() + leftOver.size() + otherShape.size();
    }
  }
}
