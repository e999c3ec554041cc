package io.irepa.plugin.autoencoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.irepa.spi.AutoencoderUse.Side;
import io.irepa.tensor.Autograd;
import io.irepa.tensor.Kernel;
import io.irepa.tensor.Precision;
import io.irepa.tensor.Scope;
import io.irepa.tensor.StoredArray;
import io.irepa.weights.Pretrained;
import io.irepa.weights.WeightFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The weights of one side as a file has them. They are read when they are first asked for: training
 * on latents holds no encoder, and sampling none either.
 */
final class FrozenSide implements Weights {
  private static final Kernel LAYOUT = Kernel.of(FrozenSide.class, "vae_layout.ts.py");

  private final Side side;
  private final VaeShape shape;
  private final Pretrained pretrained;
  private final Optional<Path> path;
  private final NDManager manager;
  private final Precision precision;
  private final Map<String, NDArray> arrays = new LinkedHashMap<>();

  /**
   * @param path of the file, which fits
   * @param manager owns the arrays
   */
  FrozenSide(
      Side side,
      VaeShape shape,
      Pretrained pretrained,
      Optional<Path> path,
      NDManager manager,
      Precision precision) {
    this.side = side;
    this.shape = shape;
    this.pretrained = pretrained;
    this.path = path;
    this.manager = manager;
    this.precision = precision;
  }

  @Override
  public NDArray[] get(List<String> names) {
    if (arrays.isEmpty()) {
      read();
    }
    return names.stream().map(arrays::get).toArray(NDArray[]::new);
  }

  private void read() {
    Map<String, NDArray> read = new LinkedHashMap<>();
    try (WeightFile file = pretrained.open(path);
        Autograd.Recording off = Autograd.off()) {
      Map<String, StoredArray> stored = VaeFile.arrays(file, shape, Set.of(side));
      Layers.weights(shape, side)
          .forEach(
              (name, wanted) -> {
                try (Scope scope = Scope.open()) {
                  NDArray values =
                      stored
                          .get(name)
                          .read(manager)
                          .toType(precision.edgeType(), false)
                          .reshape(wanted);
                  read.put(name, scope.keep(LAYOUT.call(values).duplicate(), manager));
                }
              });
    }
    arrays.putAll(read);
  }
}
