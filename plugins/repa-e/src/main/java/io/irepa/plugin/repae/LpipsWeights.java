package io.irepa.plugin.repae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.irepa.IrepaException;
import io.irepa.tensor.Precision;
import io.irepa.tensor.Scope;
import io.irepa.tensor.StoredArray;
import io.irepa.weights.WeightFile;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The weights of LPIPS: VGG-16's 13 convolutions, and a linear layer a stage.
 *
 * @param convolutions each weight [C,c,3,3], bias [C]
 * @param linear each [1,C,1,1]
 */
record LpipsWeights(NDList convolutions, NDList linear) {
  /** Channels of the first stage, as published. */
  static final int WIDTH = 64;

  /** The convolutions' places in torchvision's {@code features}. */
  private static final int[] PLACES = {0, 2, 5, 7, 10, 12, 14, 17, 19, 21, 24, 26, 28};

  /** The stage of each, from 0. */
  private static final int[] STAGES = {0, 0, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4};

  private static final int[] FACTORS = {1, 2, 4, 8, 8};

  /**
   * Reads the weights. VGG's are found under torchvision's names and under those of LPIPS itself.
   *
   * @param vgg a file with the convolutions
   * @param linear a file with the linear layers, which may be the same
   * @param width channels of the first stage
   * @param manager owns the arrays
   * @throws IrepaException if an array is missing or of another shape
   */
  static LpipsWeights read(
      WeightFile vgg, WeightFile linear, int width, Precision precision, NDManager manager) {
    Reader reader = new Reader(precision, manager);
    NDList convolutions = new NDList();
    int before = 3;
    for (int i = 0; i < PLACES.length; i++) {
      int channels = width * FACTORS[STAGES[i]];
      List<String> names =
          List.of("features." + PLACES[i], "net.slice%d.%d".formatted(STAGES[i] + 1, PLACES[i]));
      convolutions.add(reader.read(vgg, names, ".weight", new Shape(channels, before, 3, 3)));
      convolutions.add(reader.read(vgg, names, ".bias", new Shape(channels)));
      before = channels;
    }
    NDList layers = new NDList();
    for (int i = 0; i < FACTORS.length; i++) {
      List<String> names = List.of("lin%d.model.1".formatted(i));
      Shape shape = new Shape(1, (long) width * FACTORS[i], 1, 1);
      layers.add(reader.read(linear, names, ".weight", shape));
    }
    return new LpipsWeights(convolutions, layers);
  }

  /** Reads single arrays. */
  private record Reader(Precision precision, NDManager manager) {
    NDArray read(WeightFile file, List<String> names, String end, Shape shape) {
      Optional<StoredArray> found =
          names.stream()
              .map(name -> file.arrays().get(name + end))
              .flatMap(Stream::ofNullable)
              .findFirst();
      StoredArray stored =
          found.orElseThrow(
              () ->
                  new IrepaException(
                      "%s lacks the array %s%s. Under objective.perceptual, vgg is torchvision's file of VGG-16, and linear the file of LPIPS's linear layers for it; see docs/repa-e.md."
                          .formatted(file.path(), names.get(0), end)));
      if (!stored.shape().equals(shape)) {
        throw new IrepaException(
            "%s: the array %s has the shape %s, and LPIPS on VGG-16 needs %s."
                .formatted(file.path(), stored.name(), stored.shape(), shape));
      }
      try (Scope scope = Scope.open()) {
        NDArray array = stored.read(manager).toType(precision.edgeType(), false);
        return scope.keep(array, manager);
      }
    }
  }
}
