package io.irepa.plugin.repae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.irepa.tensor.Autograd;
import io.irepa.tensor.Kernel;
import io.irepa.tensor.Precision;
import io.irepa.tensor.Scope;
import java.util.Map;

/**
 * The perceptual distance LPIPS (arXiv 1801.03924) on VGG-16, as the training of autoencoders uses
 * it: images in [-1,1] are mapped by 2x - 1 once more before its own shift and scale.
 */
final class Lpips {
  private static final float[] SHIFT = {-0.030f, -0.088f, -0.188f};
  private static final float[] SCALE = {0.458f, 0.448f, 0.450f};

  private final NDList convolutions;
  private final NDList linear;
  private final NDList constants;
  private final Kernel features;
  private final Kernel distance;

  /**
   * @param weights frozen; those of convolutions are closed, and kept in the products' format
   * @param manager owns the constants
   */
  Lpips(LpipsWeights weights, Precision precision, NDManager manager) {
    this.convolutions = packed(weights.convolutions(), precision, manager);
    this.linear = weights.linear();
    this.constants = new NDList(row(manager, SHIFT, precision), row(manager, SCALE, precision));
    this.features =
        Kernel.of(
            Lpips.class,
            "lpips_features.ts.py",
            Map.of(
                "compute", precision.compute(),
                "edge", precision.edge(),
                "packed", isPacked(precision)));
    this.distance = Kernel.of(Lpips.class, "lpips_distance.ts.py");
  }

  private static boolean isPacked(Precision precision) {
    return precision == Precision.BFLOAT16;
  }

  private static NDList packed(NDList arrays, Precision precision, NDManager manager) {
    Kernel pack =
        Kernel.of(
            Lpips.class,
            "lpips_pack.ts.py",
            Map.of("compute", precision.compute(), "packed", isPacked(precision)));
    NDList packed = new NDList();
    try (Scope scope = Scope.open();
        Autograd.Recording off = Autograd.off()) {
      for (int i = 0; i < arrays.size(); i += 2) {
        packed.add(scope.keep(pack.call(arrays.get(i)), manager));
        arrays.get(i).close();
        packed.add(arrays.get(i + 1));
      }
    }
    return packed;
  }

  private static NDArray row(NDManager manager, float[] values, Precision precision) {
    try (Scope scope = Scope.open()) {
      NDArray row = manager.create(values, new Shape(1, values.length, 1, 1));
      // A copy: what Java's numbers became may lie in Java's memory.
      return scope.keep(row.toType(precision.edgeType(), false).duplicate(), manager);
    }
  }

  /**
   * The distance, averaged over the batch; differentiable in the reconstructions.
   *
   * @param images [B,3,H,W] in [-1,1]
   * @param reconstructions of the same shape
   * @return one number
   */
  NDArray distance(NDArray images, NDArray reconstructions) {
    NDList wanted;
    try (Autograd.Recording off = Autograd.off()) {
      wanted = features(images);
    }
    return distance.callLists(features(reconstructions), wanted, linear).singletonOrThrow();
  }

  private NDList features(NDArray images) {
    return features.callLists(new NDList(images), constants, convolutions);
  }
}
