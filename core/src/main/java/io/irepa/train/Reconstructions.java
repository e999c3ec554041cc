package io.irepa.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import io.irepa.IoReason;
import io.irepa.IrepaException;
import io.irepa.evaluate.Evaluation;
import io.irepa.spi.DataSource;
import io.irepa.spi.Example;
import io.irepa.tensor.Scope;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What an autoencoder makes of the data's images, in their order and from the first again: the
 * samples of a run without a backbone. Their Fréchet distance is known as rFD.
 */
final class Reconstructions implements Evaluation.Sampler {
  private final RunModel model;
  private final DataSource source;
  private final long seed;

  /**
   * @param source of images; not closed
   * @param seed of what the source varies
   */
  Reconstructions(RunModel model, DataSource source, long seed) {
    this.model = model;
    this.source = source;
    this.seed = seed;
  }

  @Override
  public int batch() {
    return model.samplesAtOnce();
  }

  @Override
  public NDArray draw(int index) {
    List<float[]> images = new ArrayList<>();
    long from = (long) index * batch();
    for (int i = 0; i < batch(); i++) {
      images.add(image((from + i) % source.size()));
    }
    try (Scope scope = Scope.open()) {
      return scope.pass(Pairs.of(model, images).get(new NDIndex("1::2")).duplicate());
    }
  }

  /** The image of a place, or of the next one that can be read. */
  private float[] image(long place) {
    IOException last = null;
    for (long i = 0; i < source.size(); i++) {
      try {
        Example example = source.read((place + i) % source.size(), new SplittableRandom(seed));
        return example
            .image()
            .orElseThrow(() -> new IrepaException("The data have no images to be reconstructed."));
      } catch (IOException e) {
        last = e;
      }
    }
    throw new IrepaException(
        "No image of the data can be read: "
            + (last == null ? "there is none" : IoReason.of(last))
            + ".",
        last);
  }
}
