package io.irepa.train;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.irepa.IrepaException;
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
 * @param latents [B,C,h,w] scaled, or as a cache keeps them
 * @param targets [B,T,K], one an alignment; empty unless examples carry them
 */
record HostBatch(
    long[] labels, Optional<NDArray> images, Optional<Part> latents, List<Part> targets)
    implements AutoCloseable {

  /**
   * What examples carry of what a network gives.
   *
   * @param values [B,...]
   * @param missing the places whose values are zeros, since the network is to compute them
   */
  record Part(NDArray values, List<Integer> missing) {}

  /** Puts examples side by side, on any thread. Closing it closes the batches that are left. */
  static final class Stacker implements AutoCloseable {
    private final NDManager owner = Host.newManager();
    private final Device reader;
    private final Optional<Shape> latents;
    private final List<TokenShape> targets;

    /**
     * @param reader the run's device
     * @param latents shape of an example's; empty if the run trains on images alone
     * @param targets the tokens' shapes
     */
    Stacker(Device reader, Optional<Shape> latents, List<TokenShape> targets) {
      this.reader = reader;
      this.latents = latents;
      this.targets = targets;
    }

    /** One batch; all examples have the same parts. */
    HostBatch stack(List<Example> examples) {
      Example first = examples.get(0);
      List<Part> tokens = new ArrayList<>();
      for (int i = 0; i < first.targets().size(); i++) {
        int alignment = i;
        tokens.add(part(examples, e -> e.targets().get(alignment), shape(targets.get(i))));
      }
      return new HostBatch(
          examples.stream().mapToLong(Example::label).toArray(),
          first
              .image()
              .map(image -> stacked(examples, e -> e.image().orElseThrow(), square(image))),
          first.latents().map(some -> part(examples, e -> e.latents().orElseThrow(), latent())),
          tokens);
    }

    private Shape latent() {
      return latents.orElseThrow(
          () ->
              new IrepaException(
                  "The data bring latents, and the run trains its autoencoder alone, on images."));
    }

    private Part part(List<Example> examples, Function<Example, float[]> of, Shape shape) {
      return new Part(
          stacked(examples, e -> known(of.apply(e), shape), shape),
          IntStream.range(0, examples.size())
              .filter(one -> of.apply(examples.get(one)).length == 0)
              .boxed()
              .toList());
    }

    private static float[] known(float[] values, Shape shape) {
      return values.length == 0 ? new float[(int) shape.size()] : values;
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
    latents.ifPresent(part -> part.values().close());
    targets.forEach(part -> part.values().close());
  }
}
