package io.irepa.plugin.autoencoder;

import ai.djl.ndarray.types.Shape;
import io.irepa.plugin.autoencoder.Layer.Kind;
import io.irepa.spi.AutoencoderUse.Side;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The layers of a network in order, named as in the files of latent diffusion. */
final class Layers {
  private static final int COLOURS = 3;

  private final VaeShape shape;
  private final List<Layer> layers = new ArrayList<>();
  private int channels;

  private Layers(VaeShape shape) {
    this.shape = shape;
  }

  /** A network, with the convolution between it and the posterior. */
  static List<Layer> of(VaeShape shape, Side side) {
    Layers network = new Layers(shape);
    if (side == Side.ENCODER) {
      network.encoder();
    } else {
      network.decoder();
    }
    return List.copyOf(network.layers);
  }

  /** The shapes of all weights of a side, by name, in the layers' order. */
  static Map<String, Shape> weights(VaeShape shape, Side side) {
    Map<String, Shape> weights = new LinkedHashMap<>();
    of(shape, side).forEach(layer -> weights.putAll(layer.weights()));
    return weights;
  }

  private void encoder() {
    channels = COLOURS;
    add(Kind.CONV, "encoder.conv_in.", shape.width());
    for (int level = 0; level < shape.levels(); level++) {
      String name = "encoder.down." + level + ".";
      blocks(name, level, shape.blocks());
      if (level < shape.levels() - 1) {
        add(Kind.DOWN, name + "downsample.conv.", channels);
      }
    }
    middle("encoder.mid.");
    add(Kind.OUT, "encoder.", 2 * shape.latentChannels());
    add(Kind.POINT, "quant_conv.", channels);
  }

  private void decoder() {
    channels = shape.latentChannels();
    add(Kind.POINT, "post_quant_conv.", channels);
    add(Kind.CONV, "decoder.conv_in.", shape.channels(shape.levels() - 1));
    middle("decoder.mid.");
    for (int level = shape.levels() - 1; level >= 0; level--) {
      String name = "decoder.up." + level + ".";
      blocks(name, level, shape.blocks() + 1);
      if (level > 0) {
        add(Kind.UP, name + "upsample.conv.", channels);
      }
    }
    add(Kind.OUT, "decoder.", COLOURS);
  }

  private void blocks(String name, int level, int count) {
    for (int block = 0; block < count; block++) {
      add(Kind.BLOCK, name + "block." + block + ".", shape.channels(level));
      if (shape.attentionLevels().contains(level)) {
        add(Kind.ATTENTION, name + "attn." + block + ".", channels);
      }
    }
  }

  private void middle(String name) {
    add(Kind.BLOCK, name + "block_1.", channels);
    if (shape.attention()) {
      add(Kind.ATTENTION, name + "attn_1.", channels);
    }
    add(Kind.BLOCK, name + "block_2.", channels);
  }

  private void add(Kind kind, String name, int out) {
    layers.add(new Layer(kind, name, channels, out));
    channels = out;
  }
}
