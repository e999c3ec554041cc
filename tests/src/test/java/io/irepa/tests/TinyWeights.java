package io.irepa.tests;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.irepa.tensor.Safetensors;
import io.irepa.tensor.Scope;
import io.irepa.testkit.Fakes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Weight files of vision transformers with two narrow blocks, as published ones name the arrays.
 */
final class TinyWeights {
  private static final int BLOCKS = 2;

  private TinyWeights() {}

  /**
   * A DINO of patch 8 and 4 x 4 positions, by timm's names.
   *
   * @param width of the tokens
   */
  static Path dino(Path file, long width) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    shapes.put("patch_embed.proj.weight", new Shape(width, 3, 8, 8));
    shapes.put("patch_embed.proj.bias", new Shape(width));
    shapes.put("cls_token", new Shape(1, 1, width));
    shapes.put("pos_embed", new Shape(1, 17, width));
    for (int i = 0; i < BLOCKS; i++) {
      String block = "blocks." + i + ".";
      layer(shapes, block + "norm1", width);
      layer(shapes, block + "attn.qkv", 3 * width, width);
      layer(shapes, block + "attn.proj", width, width);
      layer(shapes, block + "norm2", width);
      layer(shapes, block + "mlp.fc1", 4 * width, width);
      layer(shapes, block + "mlp.fc2", width, 4 * width);
    }
    layer(shapes, "norm", width);
    return write(file, shapes);
  }

  private static void layer(Map<String, Shape> shapes, String name, long... weight) {
    shapes.put(name + ".weight", new Shape(weight));
    shapes.put(name + ".bias", new Shape(weight[0]));
  }

  private static Path write(Path file, Map<String, Shape> shapes) {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
        Scope scope = Scope.open()) {
      Map<String, NDArray> arrays = new LinkedHashMap<>();
      shapes.forEach(
          (name, shape) ->
              arrays.put(
                  name, Fakes.normal(manager, name, shape, DataType.FLOAT32).mul(0.2f).add(0.1f)));
      Safetensors.write(file, arrays, Map.of());
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
