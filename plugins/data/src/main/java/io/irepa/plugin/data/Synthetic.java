package io.irepa.plugin.data;

import com.google.inject.Inject;
import io.irepa.IrepaException;
import io.irepa.spi.BackboneShape;
import io.irepa.spi.Component;
import io.irepa.spi.DataSource;
import io.irepa.spi.Default;
import io.irepa.spi.Doc;
import io.irepa.spi.Example;
import io.irepa.spi.LatentShape;
import io.irepa.spi.Range;
import io.irepa.spi.RunShape;
import io.irepa.spi.TokenShape;
import io.irepa.tensor.Philox;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.pf4j.Extension;

/**
 * Random images, latents, labels and encoder tokens of the shapes that the other components ask
 * for.
 */
@Extension
@Component(
    value = "synthetic",
    doc = "random images, latents, labels and encoder tokens; no encoder is loaded")
public final class Synthetic implements DataSource {
  private static final int POOL = 1 << 20;

  private final Config config;
  private final BackboneShape backbone;
  private final int side;
  private final List<TokenShape> targets;

  /** Uniform in [0,1): drawing each example anew would take longer than a training step. */
  private final float[] pool = new float[POOL];

  /** The keys. */
  public record Config(@Doc("number of examples") @Default("1024") @Range(min = 1) int examples)
      implements DataSource.Shaped {
    @Override
    public int resolution() {
      return 0;
    }

    @Override
    public boolean latents() {
      return true;
    }
  }

  /** Called by composition. */
  @Inject
  public Synthetic(Config config, RunShape run) {
    this.config = config;
    this.backbone =
        run.backbone()
            .orElseThrow(
                () ->
                    new IrepaException(
                        "Synthetic data take their sizes from the backbone, and the run has none. Choose data of images."));
    this.side = backbone.input() * run.autoencoder().orElse(LatentShape.PIXELS).factor();
    this.targets = run.targets();
    Philox random = Philox.of(0, 0, "synthetic");
    for (int i = 0; i < POOL; i++) {
      pool[i] = random.nextFloat();
    }
  }

  @Override
  public long size() {
    return config.examples();
  }

  @Override
  public List<String> classes() {
    return IntStream.range(0, backbone.classes()).mapToObj(i -> "class-" + i).toList();
  }

  @Override
  public boolean suppliesTargets() {
    return true;
  }

  @Override
  public Example read(long index, RandomGenerator random) {
    Philox places = Philox.of(0, index, "synthetic.place");
    List<float[]> tokens = new ArrayList<>();
    for (TokenShape target : targets) {
      tokens.add(uniform(places, target.grid().size() * target.width(), 1));
    }
    int latents = backbone.channels() * backbone.input() * backbone.input();
    float[] image = new float[3 * side * side];
    fill(places, image);
    return new Example(
        (int) (index % backbone.classes()),
        Optional.of(image),
        Optional.of(uniform(places, latents, Math.sqrt(3))), // of variance 1
        tokens);
  }

  private float[] uniform(Philox places, int count, double bound) {
    float[] values = new float[count];
    fill(places, values);
    for (int i = 0; i < count; i++) {
      values[i] = (float) (bound * (2 * values[i] - 1));
    }
    return values;
  }

  private void fill(Philox places, float[] values) {
    int from = places.nextInt(POOL);
    for (int done = 0; done < values.length; ) {
      int count = Math.min(POOL - from, values.length - done);
      System.arraycopy(pool, from, values, done, count);
      done += count;
      from = 0;
    }
  }

  @Override
  public void close() {}
}
