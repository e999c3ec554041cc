package io.irepa.plugin.autoencoder;

import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;

/** How a kind of file names the weights and shapes those of attention. */
enum VaeNames {
  /** CompVis's latent diffusion, and our own. */
  COMPVIS("compvis") {
    @Override
    String published(String name, VaeShape shape) {
      return name;
    }

    @Override
    Shape shape(String name, Shape shape) {
      return shape;
    }
  },
  /** The diffusers library. */
  DIFFUSERS("diffusers") {
    @Override
    String published(String name, VaeShape shape) {
      return attention(levels(name, shape), List.of("to_q", "to_k", "to_v", "to_out.0"));
    }

    @Override
    Shape shape(String name, Shape shape) {
      return linear(name, shape);
    }
  },
  /** The same before its release 0.17. */
  DIFFUSERS_FORMER("diffusers before 0.17") {
    @Override
    String published(String name, VaeShape shape) {
      return attention(levels(name, shape), List.of("query", "key", "value", "proj_attn"));
    }

    @Override
    Shape shape(String name, Shape shape) {
      return linear(name, shape);
    }
  };

  private final String id;

  VaeNames(String id) {
    this.id = id;
  }

  /** The way of naming of that id. */
  static VaeNames of(String id) {
    return Arrays.stream(values())
        .filter(names -> names.id.equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("There is no layout " + id + "."));
  }

  /** For people. */
  String id() {
    return id;
  }

  /** The name in such a file of one of our weights. */
  abstract String published(String name, VaeShape shape);

  /** The shape in such a file of one of our weights. */
  abstract Shape shape(String name, Shape shape);

  private static String levels(String name, VaeShape shape) {
    String changed = name;
    for (int level = 0; level < shape.levels(); level++) {
      // Diffusers counts the decoder's levels in the order in which they are passed.
      changed =
          changed
              .replace("encoder.down." + level + ".", "encoder.down_blocks." + level + ".")
              .replace(
                  "decoder.up." + level + ".",
                  "decoder.up_blocks." + (shape.levels() - 1 - level) + ".");
    }
    return changed
        .replace(".block.", ".resnets.")
        .replace(".attn.", ".attentions.")
        .replace(".downsample.conv.", ".downsamplers.0.conv.")
        .replace(".upsample.conv.", ".upsamplers.0.conv.")
        .replace(".mid.block_1.", ".mid_block.resnets.0.")
        .replace(".mid.block_2.", ".mid_block.resnets.1.")
        .replace(".mid.attn_1.", ".mid_block.attentions.0.")
        .replace(".nin_shortcut.", ".conv_shortcut.")
        .replace(".norm_out.", ".conv_norm_out.");
  }

  private static String attention(String name, List<String> projections) {
    if (!name.contains(".attentions.")) {
      return name;
    }
    return name.replace(".norm.", ".group_norm.")
        .replace(".q.", "." + projections.get(0) + ".")
        .replace(".k.", "." + projections.get(1) + ".")
        .replace(".v.", "." + projections.get(2) + ".")
        .replace(".proj_out.", "." + projections.get(3) + ".");
  }

  /** Attention's convolutions of 1x1 are linear layers there. */
  private static Shape linear(String name, Shape shape) {
    return name.matches(".*\\.attn[._].*\\.weight") && shape.dimension() == 4
        ? new Shape(shape.get(0), shape.get(1))
        : shape;
  }
}
