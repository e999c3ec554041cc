package io.irepa.plugin.encoders.vit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.irepa.spi.Encoder.Encoding;
import io.irepa.tensor.Autograd;
import io.irepa.tensor.Host;
import io.irepa.tensor.Kernel;
import io.irepa.tensor.Precision;
import io.irepa.tensor.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The network: an embedding, blocks, and the choice of tokens. One kernel call a block. */
final class VitNetwork {
  private static final List<String> BLOCK = List.of("norm1", "qkv", "proj", "norm2", "fc1", "fc2");

  private final VitEmbedding embedding;
  private final Kernel block;
  private final Kernel last;
  private final NDList rotation = new NDList();
  private final List<NDList> blocks = new ArrayList<>();
  private final NDList norm;
  private final boolean classToken;

  /**
   * @param alpha share of the class token in each token
   * @param manager owns what is computed once
   */
  VitNetwork(
      VitFamily family,
      VitShape shape,
      VitWeights weights,
      double alpha,
      Precision precision,
      NDManager manager) {
    this.embedding = new VitEmbedding(family, shape, weights, precision, manager);
    this.classToken = shape.classToken();
    this.block = block(family, shape, precision);
    this.last =
        Kernel.of(
            VitNetwork.class,
            "vit_tokens.ts.py",
            Map.of(
                "norm", family.finalNorm(),
                "epsilon", family.epsilon(),
                "prefix", shape.prefix(),
                "mixed", alpha > 0,
                "alpha", alpha));
    for (int i = 0; i < shape.depth(); i++) {
      NDList arrays = new NDList();
      for (String layer : BLOCK) {
        arrays.add(weights.get("blocks." + i + "." + layer + ".weight"));
        arrays.add(weights.get("blocks." + i + "." + layer + ".bias"));
      }
      blocks.add(arrays);
    }
    this.norm =
        family.finalNorm()
            ? new NDList(weights.get("norm.weight"), weights.get("norm.bias"))
            : new NDList(weights.get("patch.bias")); // Not read; an empty list cannot be passed.
    if (family.positions().rotary()) {
      addRotation(Rotation.of(family, shape), shape, manager);
    }
  }

  private static Kernel block(VitFamily family, VitShape shape, Precision precision) {
    return Kernel.of(
        VitNetwork.class,
        "vit_block.ts.py",
        Map.of(
            "packed", packed(precision),
            "compute", compute(precision),
            "epsilon", family.epsilon(),
            "heads", shape.heads(),
            "rotary", family.positions().rotary(),
            "interleaved", family.positions() == Positions.LEARNED_AND_ROTARY,
            "gated", shape.gated(),
            "quick", family.activation() == Activation.QUICK_GELU,
            "tanh", family.activation() == Activation.GELU_TANH));
  }

  /** Whether the blocks' matrices are kept as bfloat16. */
  static boolean packed(Precision precision) {
    return precision == Precision.BFLOAT16;
  }

  /** The format of products: bfloat16 or float32. */
  static int compute(Precision precision) {
    return (packed(precision) ? precision : Precision.FLOAT32).compute();
  }

  private void addRotation(Rotation angles, VitShape shape, NDManager manager) {
    long width = shape.hidden() / shape.heads();
    Shape table = new Shape(angles.cosines().length / width, width);
    try (Scope scope = Scope.open()) {
      for (float[] values : List.of(angles.cosines(), angles.sines())) {
        NDArray array = Host.array(manager, values, table).duplicate();
        rotation.add(scope.keep(array, manager));
      }
    }
  }

  /** Tokens and class token of images [B,3,H,W], all at once; left to the scope around. */
  Encoding encode(NDArray images) {
    try (Scope scope = Scope.open();
        Autograd.Recording off = Autograd.off()) {
      NDArray x = embedding.tokens(images); // [B,P+T,D]
      for (NDList weights : blocks) {
        NDArray next = block.callLists(new NDList(x).addAll(rotation), weights).singletonOrThrow();
        x.close(); // Forty blocks' tokens would be much memory.
        x = next;
      }
      NDList result = last.callLists(new NDList(x), norm);
      return new Encoding(
          scope.pass(result.get(0)),
          classToken ? Optional.of(scope.pass(result.get(1))) : Optional.empty());
    }
  }
}
