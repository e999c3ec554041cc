package io.irepa.plugin.autoencoder;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.irepa.spi.AutoencoderUse.Side;
import io.irepa.tensor.Initializer;
import io.irepa.tensor.Parameters;
import io.irepa.tensor.Precision;
import io.irepa.tensor.StoredArray;
import io.irepa.weights.Pretrained;
import io.irepa.weights.WeightFile;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/** Where the weights of the sides come from. */
record VaeWeights(VaeShape shape, Optional<Path> path, Pretrained pretrained) {

  /**
   * As the file has them, read when a side is first used.
   *
   * @throws io.irepa.IrepaException if there is no file, or it does not fit
   */
  Map<Side, Weights> frozen(Set<Side> sides, NDManager manager, Precision precision) {
    Map<Side, Weights> weights = new EnumMap<>(Side.class);
    if (sides.isEmpty()) {
      return weights;
    }
    try (WeightFile file = pretrained.open(path)) {
      VaeFile.arrays(file, shape, sides);
    }
    sides.forEach(
        side ->
            weights.put(side, new FrozenSide(side, shape, pretrained, path, manager, precision)));
    return weights;
  }

  /**
   * Parameters that begin at the file's values, or at random ones.
   *
   * @throws io.irepa.IrepaException if there is a file that does not fit
   */
  Map<Side, Weights> trained(Set<Side> sides, Parameters parameters) {
    if (path.isEmpty()) {
      return defined(sides, parameters, VaeWeights::random);
    }
    try (WeightFile file = pretrained.open(path)) {
      Map<String, StoredArray> stored = VaeFile.arrays(file, shape, sides);
      return defined(
          sides,
          parameters,
          (name, all) ->
              (manager, wanted, draws, draw) -> stored.get(name).read(manager).reshape(wanted));
    }
  }

  /** Parameters that are overwritten before they are used. */
  Map<Side, Weights> loaded(Set<Side> sides, Parameters parameters) {
    return defined(sides, parameters, (name, all) -> Initializer.zeros());
  }

  private Map<Side, Weights> defined(
      Set<Side> sides,
      Parameters parameters,
      BiFunction<String, Map<String, Shape>, Initializer> initializer) {
    Map<Side, Weights> weights = new EnumMap<>(Side.class);
    for (Side side : Side.values()) {
      if (sides.contains(side)) {
        Map<String, Shape> all = Layers.weights(shape, side);
        all.forEach(
            (name, wanted) -> parameters.parameter(name, wanted, initializer.apply(name, all)));
        weights.put(side, parameters::get);
      }
    }
    return weights;
  }

  /** As PyTorch starts convolutions and norms, and thereby the published code. */
  private static Initializer random(String name, Map<String, Shape> all) {
    Shape weight = all.get(name.replaceFirst("bias$", "weight"));
    if (weight.dimension() == 1) {
      return name.endsWith("bias") ? Initializer.zeros() : Initializer.ones();
    }
    return Initializer.layerDefault(weight.size() / weight.get(0));
  }
}
