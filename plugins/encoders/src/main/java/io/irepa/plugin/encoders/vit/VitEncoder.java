package io.irepa.plugin.encoders.vit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import io.irepa.spi.Encoder;
import io.irepa.spi.TokenShape;
import io.irepa.tensor.Precision;
import io.irepa.weights.FileChecksum;
import io.irepa.weights.Pretrained;
import io.irepa.weights.WeightFile;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A frozen vision transformer (arXiv 2010.11929). A family is a subclass with its record of keys
 * and its {@link VitFamily}.
 */
abstract class VitEncoder implements Encoder {
  /** Changes when tokens do, by this code. */
  private static final int VERSION = 1;

  private static final long MOST_BYTES = 1L << 30;

  private final VitKeys keys;
  private final VitShape shape;
  private final Precision precision;
  private final VitNetwork network;
  private final Supplier<String> checksum;

  /**
   * Reads the weights, or draws them.
   *
   * @param manager owns them
   * @throws io.irepa.IrepaException if there are none, or they are those of another network
   */
  VitEncoder(VitKeys keys, Pretrained pretrained, NDManager manager, Precision precision) {
    this.keys = keys;
    this.shape = keys.dimensions();
    this.precision = precision;
    boolean packed = VitNetwork.packed(precision);
    if (keys.random().isPresent()) {
      long seed = keys.random().get();
      this.checksum = () -> "random-" + seed;
      this.network =
          network(VitWeights.random(seed, keys.family(), shape, manager, packed), manager);
      return;
    }
    try (WeightFile file = pretrained.open(keys.weights())) {
      FileChecksum sum = file.checksum();
      this.checksum = sum::text;
      this.network =
          network(VitWeightReader.read(file, keys.family(), shape, manager, packed), manager);
    }
  }

  private VitNetwork network(VitWeights weights, NDManager manager) {
    return new VitNetwork(keys.family(), shape, weights, keys.alpha(), precision, manager);
  }

  @Override
  public final TokenShape shape() {
    return shape.tokens();
  }

  @Override
  public final NDArray tokens(NDArray images) {
    return encode(images).tokens();
  }

  @Override
  public final Encoding encode(NDArray images) {
    long count = images.getShape().get(0);
    long most = keys.imagesAtOnce().orElseGet(() -> atOnce(shape));
    if (count <= most) {
      return network.encode(images);
    }
    NDList tokens = new NDList();
    NDList globals = new NDList();
    for (long from = 0; from < count; from += most) {
      long to = Math.min(count, from + most);
      Encoding part = network.encode(images.get(new NDIndex().addSliceDim(from, to)));
      tokens.add(part.tokens());
      part.global().ifPresent(globals::add);
    }
    return new Encoding(
        NDArrays.concat(tokens),
        globals.isEmpty() ? Optional.empty() : Optional.of(NDArrays.concat(globals)));
  }

  /** As many images as need less than the bound: tokens thrice, and the widest layer twice. */
  private static int atOnce(VitShape shape) {
    long tokens = shape.prefix() + (long) shape.side() * shape.side();
    long inner = (shape.gated() ? 3L : 2L) * shape.inner();
    long numbers = tokens * (3L * shape.hidden() + Math.max(inner, 6L * shape.hidden()));
    return (int) Math.max(1, MOST_BYTES / (4 * numbers));
  }

  @Override
  public final String fingerprint() {
    return "vit-%d %s %s alpha=%s %s %s"
        .formatted(VERSION, keys.family(), shape, keys.alpha(), precision, checksum.get());
  }
}
