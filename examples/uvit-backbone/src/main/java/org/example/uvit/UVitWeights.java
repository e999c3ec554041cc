package org.example.uvit;

import ai.djl.ndarray.types.Shape;
import io.irepa.tensor.Initializer;
import io.irepa.tensor.Parameters;
import java.util.List;
import java.util.stream.Stream;

/** The names and shapes of U-ViT's parameters, in the order in which kernels take them. */
final class UVitWeights {
  /** Frequencies of the time embedding, as many cosines as sines. */
  private static final int TIMES = 256;

  static final List<String> TIME =
      List.of("time.0.weight", "time.0.bias", "time.2.weight", "time.2.bias");
  static final List<String> EMBED = List.of("patches.weight", "patches.bias", "positions");
  static final List<String> HEAD =
      List.of("norm.weight", "norm.bias", "head.weight", "head.bias", "conv.weight", "conv.bias");
  private static final List<String> BLOCK =
      List.of(
          "norm1.weight",
          "norm1.bias",
          "qkv.weight",
          "proj.weight",
          "proj.bias",
          "norm2.weight",
          "norm2.bias",
          "fc1.weight",
          "fc1.bias",
          "fc2.weight",
          "fc2.bias");

  private UVitWeights() {}

  static List<String> block(int index) {
    return BLOCK.stream().map(part -> "blocks." + index + "." + part).toList();
  }

  static List<String> skip(int index) {
    return Stream.of("skip.weight", "skip.bias").map(p -> "blocks." + index + "." + p).toList();
  }

  /** Creates them all. */
  static void create(UVitConfig config, Parameters parameters) {
    long d = config.hidden();
    long numbers = (long) config.channels() * config.patch() * config.patch();
    long tokens = 2 + config.shape().grid().size();
    layer(parameters, "time.0", d, TIMES);
    layer(parameters, "time.2", d, d);
    parameters.parameter("labels", new Shape(config.classes() + 1, d), Initializer.normal(0.02));
    layer(parameters, "patches", d, numbers);
    parameters.parameter("positions", new Shape(1, tokens, d), Initializer.normal(0.02));
    for (int i = 0; i < config.depth(); i++) {
      String block = "blocks." + i + ".";
      if (i > config.depth() / 2) {
        layer(parameters, block + "skip", d, 2 * d);
      }
      norm(parameters, block + "norm1", d);
      parameters.parameter(block + "qkv.weight", new Shape(3 * d, d), Initializer.xavierUniform());
      layer(parameters, block + "proj", d, d);
      norm(parameters, block + "norm2", d);
      layer(parameters, block + "fc1", 4 * d, d);
      layer(parameters, block + "fc2", d, 4 * d);
    }
    norm(parameters, "norm", d);
    layer(parameters, "head", numbers, d);
    long channels = config.channels();
    parameters.parameter(
        "conv.weight", new Shape(channels, channels, 3, 3), Initializer.layerDefault(9 * channels));
    parameters.parameter("conv.bias", new Shape(channels), Initializer.zeros());
  }

  private static void layer(Parameters parameters, String name, long out, long in) {
    parameters.parameter(name + ".weight", new Shape(out, in), Initializer.xavierUniform());
    parameters.parameter(name + ".bias", new Shape(out), Initializer.zeros());
  }

  private static void norm(Parameters parameters, String name, long width) {
    parameters.parameter(name + ".weight", new Shape(width), Initializer.ones());
    parameters.parameter(name + ".bias", new Shape(width), Initializer.zeros());
  }
}
