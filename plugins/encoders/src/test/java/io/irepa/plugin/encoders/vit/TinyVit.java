package io.irepa.plugin.encoders.vit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.irepa.tensor.Safetensors;
import io.irepa.tensor.Scope;
import io.irepa.testkit.Fakes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Networks of two blocks, and files of random weights for them. */
final class TinyVit {
  static final int SIDE = 4;

  private TinyVit() {}

  /** The keys that all families share, for images of 4 x 4 patches. */
  record Keys(
      VitFamily family,
      Optional<Path> weights,
      Optional<Integer> registers,
      Optional<FeedForward> feedForward,
      double alpha,
      Optional<Integer> imagesAtOnce)
      implements VitKeys {
    static Keys of(VitFamily family, Path weights) {
      return new Keys(
          family, Optional.of(weights), Optional.empty(), Optional.empty(), 0, Optional.empty());
    }

    Keys withRegisters(int count) {
      return new Keys(family, weights, Optional.of(count), feedForward, alpha, imagesAtOnce);
    }

    Keys gated() {
      return new Keys(
          family, weights, registers, Optional.of(FeedForward.SWIGLU), alpha, imagesAtOnce);
    }

    Keys mixed(double share) {
      return new Keys(family, weights, registers, feedForward, share, imagesAtOnce);
    }

    Keys atOnce(int images) {
      return new Keys(family, weights, registers, feedForward, alpha, Optional.of(images));
    }

    @Override
    public Optional<String> preset() {
      return Optional.empty();
    }

    @Override
    public Optional<Integer> input() {
      return Optional.of(16);
    }

    @Override
    public Optional<Integer> patch() {
      return Optional.of(4);
    }

    @Override
    public Optional<Integer> hidden() {
      return Optional.of(16);
    }

    @Override
    public Optional<Integer> depth() {
      return Optional.of(2);
    }

    @Override
    public Optional<Integer> heads() {
      return Optional.of(2);
    }

    @Override
    public Optional<Integer> mlp() {
      return Optional.of(24);
    }
  }

  /** Arrays of a file for a network, as a scheme names them; values depend on our names alone. */
  static Map<String, NDArray> arrays(Keys keys, NameScheme scheme, NDManager manager) {
    Map<String, NDArray> arrays = new LinkedHashMap<>();
    keys.dimensions()
        .weights(keys.family())
        .forEach(
            (weight, dimensions) -> {
              NDArray values = values(weight, dimensions, keys.dimensions(), manager);
              List<NameScheme.Origin> origins = scheme.origins(weight);
              int parts = origins.get(0).parts();
              long rows = values.getShape().get(0) / parts;
              for (int part = 0; part < parts; part++) {
                if (lacks(keys.family(), weight, part, parts)) {
                  continue;
                }
                NDIndex some = new NDIndex().addSliceDim(part * rows, (part + 1) * rows);
                arrays.put(name(origins, part, parts), values.get(some).duplicate());
              }
            });
    return arrays;
  }

  private static boolean lacks(VitFamily family, String weight, int part, int parts) {
    return weight.endsWith("qkv.bias") && !family.keyBias() && parts == 3 && part == 1;
  }

  private static String name(List<NameScheme.Origin> origins, int part, int parts) {
    return origins.stream()
        .filter(origin -> origin.part() == part && origin.parts() == parts)
        .findFirst()
        .orElseThrow()
        .name();
  }

  private static NDArray values(
      String weight, long[] dimensions, VitShape shape, NDManager manager) {
    long[] whole = dimensions.clone();
    if (whole[0] == VitShape.ANY) {
      whole[0] = (long) SIDE * SIDE + (shape.classToken() ? 1 : 0);
    }
    NDArray values = Fakes.normal(manager, weight, new Shape(whole), DataType.FLOAT32).mul(0.3f);
    boolean gain = weight.contains("norm") && weight.endsWith(".weight");
    return gain ? values.add(1) : values;
  }

  /** Writes such a file. */
  static Path write(Path file, Keys keys, NameScheme scheme, NDManager manager) {
    try (Scope scope = Scope.open()) {
      return write(file, arrays(keys, scheme, manager));
    }
  }

  static Path write(Path file, Map<String, NDArray> arrays) {
    try {
      Safetensors.write(file, arrays, Map.of());
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An encoder of any family. */
  static VitEncoder open(Keys keys, NDManager manager, io.irepa.tensor.Precision precision) {
    return new VitEncoder(keys, io.irepa.weights.Pretrained.files(), manager, precision) {};
  }
}
