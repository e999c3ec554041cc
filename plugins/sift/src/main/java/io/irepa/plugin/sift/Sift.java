package io.irepa.plugin.sift;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import com.google.inject.Inject;
import io.irepa.spi.Component;
import io.irepa.spi.Default;
import io.irepa.spi.Doc;
import io.irepa.spi.Encoder;
import io.irepa.spi.Grid;
import io.irepa.spi.Problems;
import io.irepa.spi.Range;
import io.irepa.spi.RunShape;
import io.irepa.spi.TokenShape;
import io.irepa.tensor.Kernel;
import java.util.Arrays;
import java.util.Map;
import org.pf4j.Extension;

/**
 * SIFT descriptors (Lowe, IJCV 2004) of a dense grid as patch tokens: targets with spatial
 * structure and without any weights (iREPA, arXiv 2512.10794). Numbers are from 0 to 255, as OpenCV
 * gives them.
 */
@Extension
@Component(value = "sift", doc = "dense SIFT descriptors, by OpenCV; no weights")
public final class Sift implements Encoder {
  private static final int LEAST = 32;

  private final Config config;
  private final Kernel grey;

  /** The keys. */
  public record Config(
      @Doc("side the image is resized to, in pixels") @Default("256") @Range(min = 2) int input,
      @Doc("side of a token's cell, and size of its keypoint, in pixels")
          @Default("16")
          @Range(min = 2)
          int step)
      implements Encoder.Shaped {
    @Override
    public TokenShape tokens() {
      return new TokenShape(new Grid(input / step, input / step), Descriptors.WIDTH);
    }

    @Override
    public void check(RunShape run, Problems problems) {
      if (input % step != 0) {
        problems.add("input", "%d is no multiple of step, %d.".formatted(input, step));
      }
    }
  }

  /** Called by composition; loads OpenCV. */
  @Inject
  public Sift(Config config) {
    OpenCv.load(
        () -> Descriptors.describe(new byte[LEAST * LEAST], LEAST, LEAST, new float[128], 0));
    this.config = config;
    this.grey = Kernel.of(Sift.class, "grey.ts.py", Map.of("input", config.input()));
  }

  @Override
  public TokenShape shape() {
    return config.tokens();
  }

  @Override
  public NDArray tokens(NDArray images) {
    byte[] levels = grey.call(images).toByteArray();
    int count = (int) images.getShape().get(0);
    int pixels = config.input() * config.input();
    int numbers = shape().grid().size() * Descriptors.WIDTH;
    float[] tokens = new float[count * numbers];
    for (int i = 0; i < count; i++) {
      byte[] one = Arrays.copyOfRange(levels, i * pixels, (i + 1) * pixels);
      Descriptors.describe(one, config.input(), config.step(), tokens, i * numbers);
    }
    return images
        .getManager()
        .create(tokens, new Shape(count, shape().grid().size(), Descriptors.WIDTH));
  }

  @Override
  public String fingerprint() {
    return "sift-1 " + config;
  }
}
