package io.irepa.plugin.autoencoder;

import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One layer of a network, or a few that one kernel computes.
 *
 * @param kind what it computes
 * @param name before its weights' names, with a dot at its end where there is one
 * @param in channels that it takes
 * @param out channels that it gives
 */
record Layer(Kind kind, String name, int in, int out) {
  /** What a layer computes; one kernel each. */
  enum Kind {
    /** A convolution of 3x3. */
    CONV,
    /** A convolution of 1x1. */
    POINT,
    /** A residual block. */
    BLOCK,
    /** Attention over all places. */
    ATTENTION,
    /** Half the sides. */
    DOWN,
    /** Twice the sides. */
    UP,
    /** Norm, SiLU and convolution at a network's end. */
    OUT
  }

  /** Its weights' shapes by their published names, in the order in which the kernel takes them. */
  Map<String, Shape> weights() {
    Map<String, Shape> weights = new LinkedHashMap<>();
    switch (kind) {
      case CONV, DOWN, UP -> conv(weights, name, in, out, 3);
      case POINT -> conv(weights, name, in, out, 1);
      case BLOCK -> {
        norm(weights, name + "norm1.", in);
        conv(weights, name + "conv1.", in, out, 3);
        norm(weights, name + "norm2.", out);
        conv(weights, name + "conv2.", out, out, 3);
        if (in != out) {
          conv(weights, name + "nin_shortcut.", in, out, 1);
        }
      }
      case ATTENTION -> {
        norm(weights, name + "norm.", in);
        for (String part : List.of("q.", "k.", "v.", "proj_out.")) {
          conv(weights, name + part, in, out, 1);
        }
      }
      case OUT -> {
        norm(weights, name + "norm_out.", in);
        conv(weights, name + "conv_out.", in, out, 3);
      }
    }
    return weights;
  }

  private static void norm(Map<String, Shape> weights, String name, int channels) {
    weights.put(name + "weight", new Shape(channels));
    weights.put(name + "bias", new Shape(channels));
  }

  private static void conv(Map<String, Shape> weights, String name, int in, int out, int side) {
    weights.put(name + "weight", new Shape(out, in, side, side));
    weights.put(name + "bias", new Shape(out));
  }
}
