package org.example.sprites;

import com.google.inject.Inject;
import io.irepa.spi.Component;
import io.irepa.spi.DataSource;
import io.irepa.spi.Default;
import io.irepa.spi.Doc;
import io.irepa.spi.Example;
import io.irepa.spi.Range;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.pf4j.Extension;

/**
 * White sprites on black with the factors of dSprites (Matthey et al., 2017), drawn anew: every
 * combination of shape, scale, orientation, column and row is one example, the row changing
 * fastest. The label is the shape. What an image shows is known in full, which suits questions
 * about what tokens tell of shape and place.
 */
@Extension
@Component(value = "sprites", doc = "the factors of dSprites: shape, scale, orientation and place")
public final class Sprites implements DataSource {
  private final Config config;

  /**
   * The keys.
   *
   * @param resolution side of the images
   */
  public record Config(
      @Doc("side of the images, in pixels") @Default("32") @Range(min = 8, max = 1024)
          int resolution)
      implements DataSource.Shaped {}

  /**
   * Called by irepa.
   *
   * @param config the keys
   */
  @Inject
  public Sprites(Config config) {
    this.config = config;
  }

  @Override
  public long size() {
    return Factors.COUNT;
  }

  @Override
  public List<String> classes() {
    return Arrays.stream(Sprite.values()).map(s -> s.name().toLowerCase(Locale.ROOT)).toList();
  }

  @Override
  public Example read(long index, RandomGenerator random) {
    float[] mask = mask(index);
    float[] image = new float[3 * mask.length]; // [3,side,side]
    for (int channel = 0; channel < 3; channel++) {
      System.arraycopy(mask, 0, image, channel * mask.length, mask.length);
    }
    return new Example(Factors.of(index).sprite().ordinal(), image);
  }

  @Override
  public Optional<float[]> foreground(long index, RandomGenerator random) {
    return Optional.of(mask(index));
  }

  /** 1 where the middle of a pixel lies in the sprite, else 0: [side,side]. */
  private float[] mask(long index) {
    Factors factors = Factors.of(index);
    int side = config.resolution();
    float[] mask = new float[side * side];
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        mask[y * side + x] = factors.covers((x + 0.5) / side, (y + 0.5) / side) ? 1 : 0;
      }
    }
    return mask;
  }

  @Override
  public void close() {}
}
