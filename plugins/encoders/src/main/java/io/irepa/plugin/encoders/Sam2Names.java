package io.irepa.plugin.encoders;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The trunk's weights, named as transformers names them below {@code vision_encoder}. */
final class Sam2Names {
  /** Of the patches and positions, as the kernel takes them. */
  static final List<String> EMBEDDING =
      List.of(
          "backbone.patch_embed.projection.weight",
          "backbone.patch_embed.projection.bias",
          "backbone.pos_embed",
          "backbone.pos_embed_window");

  /** Of a block, as the kernel takes them, each with weight and bias. */
  private static final List<String> BLOCK =
      List.of("layer_norm1", "attn.qkv", "attn.proj", "layer_norm2", "mlp.proj_in", "mlp.proj_out");

  private static final String SHORTCUT = "proj";

  private Sam2Names() {}

  /** The trunk of a file of transformers, or of the authors, that may hold the whole model. */
  static WantedArrays wanted(Sam2Size size) {
    return new WantedArrays(
        "sam2",
        shapes(size),
        List.of("", "vision_encoder.", "sam2.vision_encoder.", "model."),
        "backbone\\..*",
        Sam2Names::ofAuthors);
  }

  /** {@code image_encoder.trunk.blocks.0.mlp.layers.1.bias} and the like. */
  private static String ofAuthors(String name) {
    if (!name.startsWith("image_encoder.trunk.")) {
      return name;
    }
    return name.replace("image_encoder.trunk.", "backbone.")
        .replace(".patch_embed.proj.", ".patch_embed.projection.")
        .replace(".norm1.", ".layer_norm1.")
        .replace(".norm2.", ".layer_norm2.")
        .replace(".mlp.layers.0.", ".mlp.proj_in.")
        .replace(".mlp.layers.1.", ".mlp.proj_out.");
  }

  /** The names of a block's weights, as the kernel takes them. */
  static List<String> block(Sam2Size.Block block) {
    List<String> names = new ArrayList<>();
    List<String> layers = new ArrayList<>(BLOCK);
    if (block.pool()) {
      layers.add(SHORTCUT);
    }
    for (String layer : layers) {
      names.add("backbone.blocks.%d.%s.weight".formatted(block.index(), layer));
      names.add("backbone.blocks.%d.%s.bias".formatted(block.index(), layer));
    }
    return names;
  }

  /** The shapes of all weights. */
  static Map<String, Shape> shapes(Sam2Size size) {
    int width = size.widths().get(0);
    int window = size.windows().get(0);
    Map<String, Shape> shapes = new LinkedHashMap<>();
    shapes.put(EMBEDDING.get(0), new Shape(width, 3, 7, 7));
    shapes.put(EMBEDDING.get(1), new Shape(width));
    shapes.put(
        EMBEDDING.get(2),
        new Shape(1, width, size.positionGrid().get(0), size.positionGrid().get(1)));
    shapes.put(EMBEDDING.get(3), new Shape(1, width, window, window));
    for (Sam2Size.Block block : size.blocks()) {
      List<Shape> layers =
          List.of(
              new Shape(block.in()),
              new Shape(3L * block.out(), block.in()),
              new Shape(block.out(), block.out()),
              new Shape(block.out()),
              new Shape(4L * block.out(), block.out()),
              new Shape(block.out(), 4L * block.out()),
              new Shape(block.out(), block.in()));
      List<String> names = block(block);
      for (int i = 0; i < names.size(); i++) {
        Shape weight = layers.get(i / 2);
        shapes.put(names.get(i), i % 2 == 0 ? weight : new Shape(weight.get(0)));
      }
    }
    return shapes;
  }
}
