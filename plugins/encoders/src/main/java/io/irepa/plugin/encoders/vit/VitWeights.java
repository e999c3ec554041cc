package io.irepa.plugin.encoders.vit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.irepa.tensor.Autograd;
import io.irepa.tensor.Initializer;
import io.irepa.tensor.Kernel;
import io.irepa.tensor.Scope;
import io.irepa.tensor.SeededDraws;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** A network's weights in memory, by our names. */
final class VitWeights {
  private static final double TOKEN_DEVIATION = 0.02;
  private static final Kernel PACK = Kernel.of(VitWeights.class, "vit_pack.ts.py");
  private static final Set<String> MATRICES = Set.of("qkv", "proj", "fc1", "fc2");

  private final VitShape shape;
  private final NDManager manager;
  private final boolean packed;
  private final Map<String, NDArray> arrays = new LinkedHashMap<>();

  /**
   * @param manager owns them
   * @param packed whether the blocks' matrices are kept as bfloat16, in arrays that pretend to be
   *     float16
   */
  VitWeights(VitShape shape, NDManager manager, boolean packed) {
    this.shape = shape;
    this.manager = manager;
    this.packed = packed;
  }

  /**
   * Draws all weights: matrices and the patch embedding normal with the deviation 1/√(numbers that
   * go into one), tokens and positions with 0.02; norms and layer scale change nothing, and biases
   * are 0.
   *
   * @param manager owns them
   */
  static VitWeights random(
      long seed, VitFamily family, VitShape shape, NDManager manager, boolean packed) {
    VitWeights weights = new VitWeights(shape, manager, packed);
    long positions =
        (long) shape.side() * shape.side() + (shape.classToken() && family.classPosition() ? 1 : 0);
    shape
        .weights(family)
        .forEach(
            (name, dimensions) -> {
              if (!name.contains("scale")) {
                long[] size = dimensions.clone();
                size[0] = size[0] == VitShape.ANY ? positions : size[0];
                weights.draw(seed, name, new Shape(size));
              }
            });
    weights.fillUp();
    return weights;
  }

  private void draw(long seed, String name, Shape size) {
    try (Scope scope = Scope.open();
        Autograd.Recording off = Autograd.off()) {
      SeededDraws draws = new SeededDraws(manager, seed, 0);
      put(name, initializer(name, size).create(manager, size, draws, "encoder." + name), scope);
    }
  }

  private static Initializer initializer(String name, Shape size) {
    if (name.endsWith(".bias")) {
      return Initializer.zeros();
    }
    if (name.contains("norm")) {
      return Initializer.ones();
    }
    return Initializer.normal(
        name.endsWith(".weight")
            ? 1 / Math.sqrt((double) size.size() / size.get(0))
            : TOKEN_DEVIATION);
  }

  NDArray get(String name) {
    return arrays.get(name);
  }

  /** Keeps an array beyond its scope. */
  void put(String name, NDArray array, Scope scope) {
    boolean packs = packed && name.endsWith(".weight") && MATRICES.contains(layer(name));
    arrays.put(name, scope.keep(packs ? PACK.call(array) : array, manager));
  }

  private static String layer(String name) {
    String[] parts = name.split("\\.", -1);
    return parts[parts.length - 2];
  }

  /** Biases that the network has none of are 0. */
  void fillUp() {
    for (int i = 0; i < shape.depth(); i++) {
      zerosUnless("blocks." + i + ".qkv.bias", 3L * shape.hidden());
    }
    zerosUnless("patch.bias", shape.hidden());
  }

  private void zerosUnless(String name, long size) {
    arrays.computeIfAbsent(
        name,
        missing -> {
          try (Scope scope = Scope.open()) {
            return scope.keep(manager.zeros(new Shape(size), DataType.FLOAT32), manager);
          }
        });
  }
}
