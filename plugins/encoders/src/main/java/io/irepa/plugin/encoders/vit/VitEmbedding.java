package io.irepa.plugin.encoders.vit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import io.irepa.IrepaException;
import io.irepa.tensor.Autograd;
import io.irepa.tensor.Host;
import io.irepa.tensor.Kernel;
import io.irepa.tensor.Precision;
import io.irepa.tensor.Scope;
import java.util.Map;

/** From images to tokens: preprocessing, patches, positions, class and register tokens. */
final class VitEmbedding {
  private final Kernel images;
  private final Kernel embed;
  private final NDList constants;
  private final NDList weights;

  VitEmbedding(
      VitFamily family,
      VitShape shape,
      VitWeights weights,
      Precision precision,
      NDManager manager) {
    Preprocessing way = family.preprocessing();
    this.images =
        Kernel.of(
            VitEmbedding.class,
            "vit_images.ts.py",
            Map.of(
                "normalize-first",
                way.normalizeFirst(),
                "bicubic",
                way.resize() == Preprocessing.Resize.BICUBIC
                    || way.resize() == Preprocessing.Resize.NONE,
                "antialias",
                way.resize() == Preprocessing.Resize.BILINEAR_ANTIALIAS,
                "input",
                shape.input()));
    this.embed =
        Kernel.of(
            VitEmbedding.class,
            "vit_embed.ts.py",
            Map.of(
                "compute", VitNetwork.compute(precision),
                "patch", shape.patch(),
                "side", shape.side(),
                "positions", family.positions().added(),
                "prefix", shape.prefix() > 0,
                "pre-norm", family.preNorm(),
                "epsilon", family.epsilon()));
    try (Scope scope = Scope.open();
        Autograd.Recording off = Autograd.off()) {
      this.constants =
          scope.keep(
              new NDList(channels(manager, way.mean()), channels(manager, way.deviation())),
              manager);
      this.weights = new NDList(weights.get("patch.weight"), weights.get("patch.bias"));
      addPositionsAndPrefix(family, shape, weights, manager, scope);
    }
    if (family.preNorm()) {
      this.weights.add(weights.get("pre-norm.weight"));
      this.weights.add(weights.get("pre-norm.bias"));
    }
  }

  private static NDArray channels(NDManager manager, java.util.List<Double> values) {
    float[] numbers = new float[values.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = values.get(i).floatValue();
    }
    // A copy: what is made of Java numbers lies in Java's memory.
    return Host.array(manager, numbers, new Shape(1, numbers.length, 1, 1)).duplicate();
  }

  private void addPositionsAndPrefix(
      VitFamily family, VitShape shape, VitWeights source, NDManager manager, Scope scope) {
    NDList prefix = new NDList();
    if (shape.classToken()) {
      prefix.add(source.get("class").reshape(1, 1, shape.hidden()));
    }
    if (family.positions().added()) {
      NDArray table = source.get("positions");
      if (table == null) {
        table = fixed(family, shape, manager);
      }
      Grid grid = Grid.of(table);
      NDArray patches = table.get(new NDIndex().addSliceDim(grid.first(), grid.rows()));
      weights.add(scope.keep(resampled(family, shape, patches, grid.side()), manager));
      if (shape.classToken() && grid.first() > 0) {
        NDArray at = table.get(new NDIndex().addSliceDim(0, 1)).reshape(1, 1, shape.hidden());
        prefix.set(0, prefix.get(0).add(at));
      }
    }
    if (shape.registers() > 0) {
      prefix.add(source.get("registers").reshape(1, shape.registers(), shape.hidden()));
    }
    if (!prefix.isEmpty()) {
      weights.add(scope.keep(ai.djl.ndarray.NDArrays.concat(prefix, 1).duplicate(), manager));
    }
  }

  /** How a table of positions lies: perhaps the class token's, then those of a square. */
  private record Grid(int first, int side, long rows) {
    static Grid of(NDArray table) {
      long rows = table.getShape().get(0);
      int side = (int) Math.sqrt((double) rows);
      long first = rows - (long) side * side;
      if (side < 1 || first > 1) {
        throw new IrepaException(
            "The file has %d positions; those of a square of patches, perhaps with one for the class token, are needed."
                .formatted(rows));
      }
      return new Grid((int) first, side, rows);
    }
  }

  private static NDArray fixed(VitFamily family, VitShape shape, NDManager manager) {
    boolean byColumn = family.positions() == Positions.SINE_COSINE_BY_COLUMN;
    return Host.array(
        manager,
        SineCosine.grid(shape.side(), shape.hidden(), byColumn),
        new Shape((long) shape.side() * shape.side(), shape.hidden()));
  }

  private static NDArray resampled(VitFamily family, VitShape shape, NDArray patches, int side) {
    if (side == shape.side()) {
      return patches.reshape(1, (long) side * side, shape.hidden()).duplicate();
    }
    return Kernel.of(
            VitEmbedding.class,
            "vit_positions.ts.py",
            Map.of(
                "from",
                side,
                "to",
                shape.side(),
                "bicubic",
                family.positions() != Positions.LEARNED_AND_ROTARY))
        .call(patches);
  }

  /** Tokens [B,P+T,D] of images [B,3,H,W] in [0,1]. */
  NDArray tokens(NDArray pixels) {
    NDArray sized = images.call(pixels, constants.get(0), constants.get(1));
    NDArray tokens = embed.callLists(new NDList(sized), weights).singletonOrThrow();
    sized.close();
    return tokens;
  }
}
