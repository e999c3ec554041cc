package io.irepa.plugin.autoencoder;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** A network's weights, wherever they are kept. */
@FunctionalInterface
interface Weights {
  /** The arrays of those names, in the order asked for; not to be closed. */
  NDArray[] get(List<String> names);
}
