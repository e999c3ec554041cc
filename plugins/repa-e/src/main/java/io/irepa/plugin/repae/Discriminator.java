package io.irepa.plugin.repae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.irepa.spi.Losses;
import io.irepa.tensor.Initializer;
import io.irepa.tensor.Kernel;
import io.irepa.tensor.Parameters;
import io.irepa.tensor.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Tells images from reconstructions, patch by patch (PatchGAN, arXiv 1611.07004, section 3.2.2), in
 * the form of VQGAN (arXiv 2012.09841) and latent diffusion, under their names {@code main.<i>}. It
 * always works in training mode: batch norms take the batch's statistics, and running ones follow.
 */
final class Discriminator {
  private static final float MOMENTUM = 0.1f;
  private static final int SIDE = 4;

  private final DiscriminatorConfig config;
  private final Parameters parameters;
  private final Kernel kernel;
  private final List<String> names = new ArrayList<>();
  private final List<String> statistics = new ArrayList<>();

  /**
   * What became of some images.
   *
   * @param logits [B,1,h,w], higher for what is taken for an image
   * @param statistics of the batch: each norm's mean and unbiased variance
   */
  record Verdict(NDArray logits, NDList statistics) {}

  /**
   * @param parameters empty; the discriminator creates its own there
   */
  Discriminator(DiscriminatorConfig config, Parameters parameters, Precision precision) {
    this.config = config;
    this.parameters = parameters;
    this.kernel =
        Kernel.of(
            Discriminator.class,
            "patch_gan.ts.py",
            Map.of(
                "layers", config.layers(),
                "compute", precision.compute(),
                "edge", precision.edge()));
    define();
  }

  private void define() {
    convolution("main.0", 3, config.channels(0));
    bias("main.0", 3);
    int place = 2;
    for (int layer = 1; layer <= config.layers(); layer++) {
      int channels = config.channels(layer);
      convolution("main." + place, config.channels(layer - 1), channels);
      norm("main." + (place + 1), new Shape(channels));
      place += 3;
    }
    convolution("main." + place, config.channels(config.layers()), 1);
    bias("main." + place, config.channels(config.layers()));
  }

  private void convolution(String name, int in, int out) {
    names.add(name + ".weight");
    parameters.parameter(
        name + ".weight", new Shape(out, in, SIDE, SIDE), Initializer.normal(0.02));
  }

  private void bias(String name, int in) {
    names.add(name + ".bias");
    Shape shape = new Shape(parameters.get(name + ".weight").getShape().get(0));
    parameters.parameter(name + ".bias", shape, Initializer.layerDefault((long) in * SIDE * SIDE));
  }

  private void norm(String name, Shape shape) {
    names.add(name + ".weight");
    names.add(name + ".bias");
    statistics.add(name + ".running_mean");
    statistics.add(name + ".running_var");
    Initializer aroundOne =
        (manager, of, draws, draw) ->
            Initializer.normal(0.02).create(manager, of, draws, draw).add(1);
    parameters.parameter(name + ".weight", shape, aroundOne);
    parameters.parameter(name + ".bias", shape, Initializer.zeros());
    parameters.buffer(name + ".running_mean", shape, Initializer.zeros());
    parameters.buffer(name + ".running_var", shape, Initializer.ones());
  }

  /**
   * Judges images; differentiable in them and in the parameters.
   *
   * @param images [B,3,H,W] in [-1,1]
   */
  Verdict judge(NDArray images) {
    NDList found = kernel.callLists(new NDList(images), new NDList(parameters.get(names)));
    return new Verdict(found.get(0), found.subNDList(1));
  }

  /** Lets the running statistics follow verdicts, in their order. */
  void follow(Losses losses, Verdict... verdicts) {
    for (int i = 0; i < statistics.size(); i++) {
      NDArray buffer = parameters.get(statistics.get(i));
      NDArray value = buffer;
      for (Verdict verdict : verdicts) {
        value = value.mul(1 - MOMENTUM).add(verdict.statistics().get(i).mul(MOMENTUM));
      }
      losses.move(buffer, value);
    }
  }

  /** The running statistics, by name. */
  Map<String, NDArray> running() {
    return parameters.buffers();
  }
}
