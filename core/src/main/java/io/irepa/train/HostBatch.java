package io.irepa.train;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.irepa.IrepaException;
import io.irepa.spi.BackboneShape;
import io.irepa.spi.Example;
import io.irepa.spi.TokenShape;
import io.irepa.tensor.Host;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The examples of a step side by side in the host's memory, page-locked where a GPU reads them.
 * Whoever trains on it closes it.
 *
 * @param labels one an example
 * @param images [B,3,H,W] in [0,1]
 * @param latents [B,C,h,w]
 * @param targets [B,T,K], one an alignment; empty unless examples carry them
 * @param missing the places whose targets are zeros, since the encoder is to compute them; one list
 *     an alignment
 */
record HostBatch(
    long[] labels,
    Optional<NDArray> images,
    Optional<NDArray> latents,
    List<NDArray> targets,
    List<List<Integer>> missing)
    implements AutoCloseable {

  /** Puts examples side by side, on any thread. Closing it closes the batches that are left. */
  static final class Stacker implements AutoCloseable {
    private final NDManager owner = Host.newManager();
    private final Device reader;
    private final Optional<BackboneShape> backbone;
    private final List<TokenShape> targets;

    /**
     * @param reader the run's device
     * @param backbone tells the shape of latents
     * @param targets the tokens' shapes
     */
    Stacker(Device reader, Optional<BackboneShape> backbone, List<TokenShape> targets) {
      this.reader = reader;
      this.backbone = backbone;
      this.targets = targets;
    }

    /** One batch; all examples have the same parts. */
    HostBatch stack(List<Example> examples) {
      Example first = examples.get(0);
      List<NDArray> tokens = new ArrayList<>();
      List<List<Integer>> missing = new ArrayList<>();
      for (int i = 0; i < first.targets().size(); i++) {
        int alignment = i;
        Shape shape = shape(targets.get(i));
        missing.add(
            IntStream.range(0, examples.size())
                .filter(one -> examples.get(one).targets().get(alignment).length == 0)
                .boxed()
                .toList());
        tokens.add(stacked(examples, e -> known(e.targets().get(alignment), shape), shape));
      }
      return new HostBatch(
          examples.stream().mapToLong(Example::label).toArray(),
          first
              .image()
              .map(image -> stacked(examples, e -> e.image().orElseThrow(), square(image))),
          first.latents().map(some -> stacked(examples, e -> e.latents().orElseThrow(), latent())),
          tokens,
          missing);
    }

    private Shape latent() {
      BackboneShape shape =
          backbone.orElseThrow(
              () ->
                  new IrepaException(
                      "The data bring latents, and the run trains its autoencoder alone, on images."));
      return new Shape(shape.channels(), shape.input(), shape.input());
    }

    private static float[] known(float[] tokens, Shape shape) {
      return tokens.length == 0 ? new float[(int) shape.size()] : tokens;
    }

    private NDArray stacked(List<Example> examples, Function<Example, float[]> part, Shape shape) {
      List<float[]> rows = examples.stream().map(part).toList();
      for (float[] row : rows) {
        if (row.length != shape.size()) {
          throw new IrepaException(
              "An example has %d numbers where %s needs %d. Do the data's sizes fit the backbone and the encoders?"
                  .formatted(row.length, shape, shape.size()));
        }
      }
      return Host.rows(owner, reader, rows, shape);
    }

    private static Shape shape(TokenShape tokens) {
      return new Shape(tokens.grid().size(), tokens.width());
    }

    private static Shape square(float[] image) {
      long side = Math.round(Math.sqrt(image.length / 3.0));
      return new Shape(3, side, side);
    }

    @Override
    public void close() {
      owner.close();
    }
  }

  int size() {
    return labels.length;
  }

  @Override
  public void close() {
    images.ifPresent(NDArray::close);
    latents.ifPresent(NDArray::close);
    targets.forEach(NDArray::close);
  }
}
