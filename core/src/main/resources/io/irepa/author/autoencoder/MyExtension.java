package org.example.extension;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import com.google.inject.Inject;
import io.irepa.spi.Autoencoder;
import io.irepa.spi.Component;
import io.irepa.spi.Default;
import io.irepa.spi.Doc;
import io.irepa.spi.LatentShape;
import io.irepa.spi.Range;
import io.irepa.tensor.Draws;
import org.pf4j.Extension;

/**
 * Squares of pixels as channels, and back, without any loss: a model of large images works on few
 * places of many channels.
 */
@Extension
@Component(value = "my-extension", doc = "squares of pixels as channels; no weights")
public final class MyExtension implements Autoencoder {
  private final Config config;

  /**
   * The keys.
   *
   * @param factor side of a square
   */
  public record Config(
      @Doc("side of a square, in pixels") @Default("2") @Range(min = 1, max = 32) int factor)
      implements Autoencoder.Shaped {
    @Override
    public LatentShape latents() {
      return new LatentShape(3 * factor * factor, factor);
    }
  }

  /**
   * Called by irepa.
   *
   * @param config the keys
   */
  @Inject
  public MyExtension(Config config) {
    this.config = config;
  }

  @Override
  public NDArray encode(NDArray images, Draws draws) {
    Shape s = images.getShape();
    int f = config.factor();
    long h = s.get(2) / f;
    long w = s.get(3) / f;
    return images
        .reshape(s.get(0), 3, h, f, w, f)
        .transpose(0, 1, 3, 5, 2, 4) // [B,3,f,f,h,w]
        .reshape(s.get(0), 3L * f * f, h, w);
  }

  @Override
  public NDArray decode(NDArray latents) {
    Shape s = latents.getShape();
    int f = config.factor();
    return latents
        .reshape(s.get(0), 3, f, f, s.get(2), s.get(3))
        .transpose(0, 1, 4, 2, 5, 3) // [B,3,h,f,w,f]
        .reshape(s.get(0), 3, s.get(2) * f, s.get(3) * f);
  }
}
