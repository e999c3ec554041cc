package io.irepa.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.irepa.IrepaException;
import io.irepa.spi.Autoencoder;
import io.irepa.spi.BackboneShape;
import io.irepa.spi.Batch;
import io.irepa.spi.Encoder;
import io.irepa.spi.Example;
import io.irepa.spi.TokenShape;
import io.irepa.spi.Tokens;
import io.irepa.tensor.Autograd;
import io.irepa.tensor.Draws;
import io.irepa.tensor.Host;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** From examples to a batch on the device: images, latents, labels and the encoders' tokens. */
final class BatchAssembler {
  private final NDManager manager;
  private final Autoencoder autoencoder;
  private final BackboneShape backbone;
  private final List<Encoder> encoders;
  private final List<TokenShape> targets;

  /**
   * @param encoders one an alignment, or none if examples carry their tokens
   * @param targets the tokens' shapes
   */
  BatchAssembler(
      NDManager manager,
      Autoencoder autoencoder,
      BackboneShape backbone,
      List<Encoder> encoders,
      List<TokenShape> targets) {
    this.manager = manager;
    this.autoencoder = autoencoder;
    this.backbone = backbone;
    this.encoders = encoders;
    this.targets = targets;
  }

  /**
   * A batch whose arrays are made when they are first asked for.
   *
   * @param draws of the step, for the autoencoder
   */
  Batch assemble(List<Example> examples, long step, Draws draws) {
    return new Assembled(examples, step, draws);
  }

  private final class Assembled implements Batch {
    private final List<Example> examples;
    private final long step;
    private final Draws draws;
    private final Map<String, NDArray> made = new HashMap<>();

    Assembled(List<Example> examples, long step, Draws draws) {
      this.examples = examples;
      this.step = step;
      this.draws = draws;
    }

    private NDArray once(String name, Supplier<NDArray> make) {
      NDArray array = made.get(name);
      if (array == null) {
        try (Autograd.Recording off = Autograd.off()) {
          array = make.get();
        }
        made.put(name, array);
      }
      return array;
    }

    @Override
    public long step() {
      return step;
    }

    /** [B,3,H,W] in [0,1]. */
    private NDArray pixels() {
      return once("pixels", this::stackedImages);
    }

    private NDArray stackedImages() {
      int length = image(examples.get(0)).length;
      int side = (int) Math.round(Math.sqrt(length / 3.0));
      return stacked(BatchAssembler::image, 3, side, side);
    }

    @Override
    public NDArray images() {
      return once("images", () -> pixels().mul(2f).sub(1f));
    }

    @Override
    public NDArray x() {
      return once(
          "x",
          () ->
              examples.get(0).latents().isPresent()
                  ? stacked(
                      example -> example.latents().orElseThrow(),
                      backbone.channels(),
                      backbone.input(),
                      backbone.input())
                  : autoencoder.encode(images(), draws));
    }

    @Override
    public NDArray labels() {
      return once(
          "labels",
          () -> Host.array(manager, examples.stream().mapToLong(Example::label).toArray()));
    }

    @Override
    public Tokens target(int alignment) {
      TokenShape shape = targets.get(alignment);
      NDArray values =
          once(
              "target." + alignment,
              () ->
                  encoders.isEmpty()
                      ? stacked(
                          example -> example.targets().get(alignment),
                          shape.grid().size(),
                          shape.width())
                      : encoders.get(alignment).tokens(pixels()));
      return new Tokens(values, shape.grid());
    }

    /** One part of every example as an array [B, shape…]. */
    private NDArray stacked(Function<Example, float[]> part, long... shape) {
      Shape whole = new Shape(examples.size()).addAll(new Shape(shape));
      int length = Math.toIntExact(new Shape(shape).size());
      float[] all = new float[examples.size() * length];
      for (int i = 0; i < examples.size(); i++) {
        float[] values = part.apply(examples.get(i));
        if (values.length != length) {
          throw new IrepaException(
              "An example has %d numbers where %s needs %d. Do the data's sizes fit the backbone and the encoders?"
                  .formatted(values.length, new Shape(shape), length));
        }
        System.arraycopy(values, 0, all, i * length, length);
      }
      return Host.array(manager, all, whole);
    }
  }

  private static float[] image(Example example) {
    return example
        .image()
        .orElseThrow(
            () ->
                new IrepaException(
                    "The data are latents without images, and images are asked for: by an encoder, or by the objective."));
  }
}
