package io.irepa.plugin.encoders.vit;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.irepa.IrepaException;
import io.irepa.plugin.encoders.vit.NamedArrays.Source;
import io.irepa.tensor.Autograd;
import io.irepa.tensor.Copy;
import io.irepa.tensor.Scope;
import io.irepa.tensor.StoredArray;
import io.irepa.weights.WeightFile;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a network's weights from a file, one array at a time. Layer scale is multiplied into the
 * layer before it.
 */
final class VitWeightReader {
  private static final int SHOWN = 12;

  private final WeightFile file;
  private final VitFamily family;
  private final VitShape shape;
  private final NDManager manager;
  private final VitWeights weights;
  private final Map<String, List<Source>> sources;

  private VitWeightReader(
      WeightFile file,
      VitFamily family,
      VitShape shape,
      NDManager manager,
      VitWeights weights,
      Map<String, List<Source>> sources) {
    this.file = file;
    this.family = family;
    this.shape = shape;
    this.manager = manager;
    this.weights = weights;
    this.sources = sources;
  }

  /**
   * Reads all weights.
   *
   * @param manager owns them
   * @param packed whether the blocks' matrices are kept as bfloat16, in arrays that pretend to be
   *     float16
   * @throws IrepaException if the file is not of this network
   */
  static VitWeights read(
      WeightFile file, VitFamily family, VitShape shape, NDManager manager, boolean packed) {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    file.arrays().forEach((name, array) -> shapes.put(name, array.shape().getShape()));
    Fit fit = Fit.best(family, shape, shapes);
    if (!fit.complete()) {
      throw new IrepaException(unfit(file, family, shape, fit, shapes));
    }
    VitWeights weights = new VitWeights(shape, manager, packed);
    new VitWeightReader(file, family, shape, manager, weights, fit.arrays().sources()).readAll();
    return weights;
  }

  private static String unfit(
      WeightFile file, VitFamily family, VitShape shape, Fit fit, Map<String, long[]> shapes) {
    return "%s does not fit the encoder %s with patch %d, hidden %d, depth %d.%s%s%s\nThe file has %d arrays%s. %s\nName the fitting preset, or another file. 'irepa encoders check FILE' tells more."
        .formatted(
            file.path(),
            family.name(),
            shape.patch(),
            shape.hidden(),
            shape.depth(),
            list("Missing in the file", fit.missing()),
            list("Left over in the file", fit.leftOver()),
            list("Of another shape", fit.otherShape()),
            shapes.size(),
            shapes.isEmpty()
                ? ""
                : ": " + some(shapes.keySet().stream().map(name -> shown(name, shapes)).toList()),
            VitFamilies.guess(shapes));
  }

  private static String shown(String name, Map<String, long[]> shapes) {
    return name + " " + Arrays.toString(shapes.get(name));
  }

  private static String list(String title, List<String> names) {
    return names.isEmpty() ? "" : "\n%s (%d): %s".formatted(title, names.size(), some(names));
  }

  private static String some(List<String> names) {
    return String.join(", ", names.subList(0, Math.min(SHOWN, names.size())))
        + (names.size() > SHOWN ? ", and %d more".formatted(names.size() - SHOWN) : "");
  }

  private void readAll() {
    shape
        .weights(family)
        .forEach(
            (name, dimensions) -> {
              if (sources.containsKey(name) && !name.contains("scale")) {
                keep(name, dimensions);
              }
            });
    weights.fillUp();
  }

  private void keep(String name, long[] dimensions) {
    try (Scope scope = Scope.open();
        Autograd.Recording off = Autograd.off()) {
      NDArray array = whole(name, dimensions);
      if (shape.layerScale() && (name.contains(".proj.") || name.contains(".fc2."))) {
        scale(name, array);
      }
      if (!family.keyBias() && name.endsWith(".qkv.bias")) {
        NDArray keys = third(array, 1);
        Copy.into(keys, keys.zerosLike());
      }
      weights.put(name, array, scope);
    }
  }

  /** y + γ(Wh + b) = y + (γW)h + γb. */
  private void scale(String name, NDArray array) {
    String block = name.substring(0, name.indexOf('.', "blocks.".length()) + 1);
    String scale = block + (name.contains(".proj.") ? "scale1" : "scale2");
    NDArray values = whole(scale, new long[] {shape.hidden()});
    array.muli(array.getShape().dimension() == 2 ? values.expandDims(1) : values);
  }

  private NDArray third(NDArray array, int part) {
    long size = array.getShape().get(0) / 3;
    return array.get(new NDIndex().addSliceDim(part * size, (part + 1) * size));
  }

  /** A weight as float32, of one array of the file or of several. */
  private NDArray whole(String name, long[] dimensions) {
    List<Source> parts = sources.get(name);
    if (parts.size() == 1 && parts.get(0).parts() == 1) {
      return array(parts.get(0), dimensions);
    }
    NDArray whole = manager.create(new Shape(dimensions), DataType.FLOAT32, Device.cpu());
    if (parts.size() < parts.get(0).parts()) {
      Copy.into(whole, whole.zerosLike()); // Keys without a bias, among queries and values.
    }
    long rows = dimensions[0] / parts.get(0).parts();
    for (Source part : parts) {
      try (Scope scope = Scope.open()) {
        NDArray target =
            whole.get(new NDIndex().addSliceDim(part.part() * rows, (part.part() + 1) * rows));
        StoredArray stored = file.arrays().get(part.name());
        if (stored.format().type() == DataType.FLOAT32) {
          stored.readInto(target);
        } else {
          Copy.into(target, stored.read(manager).reshape(target.getShape()));
        }
      }
    }
    return whole.toDevice(manager.getDevice(), false);
  }

  private NDArray array(Source source, long[] dimensions) {
    StoredArray stored = file.arrays().get(source.name());
    NDArray array = stored.read(manager).toType(DataType.FLOAT32, false);
    long[] wanted = dimensions.clone();
    if (wanted[0] == VitShape.ANY) {
      wanted[0] = stored.shape().size() / wanted[1];
    }
    return array.reshape(new Shape(wanted));
  }
}
