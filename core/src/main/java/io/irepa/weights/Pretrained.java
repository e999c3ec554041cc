package io.irepa.weights;

import io.irepa.IrepaException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a component that is not trained gets its weights: from the file that its configuration
 * names or, in a parity case, from the case. A constructor may ask for it.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface Pretrained {
  /**
   * Opens the weights.
   *
   * @param file as configured
   * @return to be closed, once all arrays are read
   * @throws IrepaException if there are none, or they cannot be read
   */
  WeightFile open(Optional<Path> file);

  /** {@return the files that configurations name} */
  static Pretrained files() {
    return file ->
        WeightFile.open(
            file.orElseThrow(
                () ->
                    new IrepaException(
                        "No weights are given. Set the key weights to the file of the published ones; without them the network would be a random one.")));
  }
}
