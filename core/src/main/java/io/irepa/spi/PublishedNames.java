package io.irepa.spi;

import ai.djl.ndarray.types.Shape;
import io.irepa.IrepaException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Implemented by the configuration record of a component whose weights other programs name in ways
 * of their own: {@code irepa export --component} goes by it. No native library is loaded for it.
 *
 * @since 0.1
 */
public interface PublishedNames extends Settings {
  /**
   * How a file calls an array.
   *
   * @param name in the file
   * @param shape in the file, of as many numbers as the array has
   */
  record Named(String name, Shape shape) {}

  /** {@return the file that weights are read from, where the configuration names one} */
  Optional<Path> weights();

  /** {@return the ways of naming, as the command line has them; the component's own first} */
  List<String> layouts();

  /**
   * The arrays of a file, or of a run, under the names of a layout.
   *
   * @param source of the arrays, for errors
   * @param arrays shapes by name; in any layout that the component reads
   * @param layout one of {@link #layouts}
   * @return by the names in {@code arrays}, in the order of the file to be written
   * @throws IrepaException if the arrays do not fit the configuration, saying what is missing or
   *     left over
   */
  Map<String, Named> named(String source, Map<String, Shape> arrays, String layout);
}
