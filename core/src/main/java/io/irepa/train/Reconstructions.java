package io.irepa.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import io.irepa.evaluate.Evaluation;
import io.irepa.evaluate.SourceImages;
import io.irepa.spi.DataSource;
import io.irepa.tensor.Scope;
import java.util.ArrayList;
import java.util.List;

/**
 * What an autoencoder makes of the data's images, in their order and from the first again: the
 * samples of a run without a backbone. Their Fréchet distance is known as rFD.
 */
final class Reconstructions implements Evaluation.Sampler {
  private final RunModel model;
  private final SourceImages images;

  /**
   * @param source of images; not closed
   */
  Reconstructions(RunModel model, DataSource source) {
    this.model = model;
    this.images = new SourceImages(source, Integer.MAX_VALUE);
  }

  @Override
  public int batch() {
    return model.samplesAtOnce();
  }

  @Override
  public NDArray draw(int index) {
    List<SourceImages.One> some = new ArrayList<>();
    while (some.size() < batch()) {
      int from = (int) (((long) index * batch() + some.size()) % images.count());
      int to = Math.min(images.count(), from + batch() - some.size());
      some.addAll(images.read(from, to, false));
    }
    try (Scope scope = Scope.open()) {
      return scope.pass(Pairs.of(model, some).get(new NDIndex("1::2")).duplicate());
    }
  }
}
