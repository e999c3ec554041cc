package org.example.keptdata;

import com.google.inject.Inject;
import io.irepa.spi.Component;
import io.irepa.spi.DataSource;
import io.irepa.spi.Default;
import io.irepa.spi.Doc;
import io.irepa.spi.Example;
import io.irepa.spi.Range;
import io.irepa.tensor.Philox;
import java.util.List;
import java.util.random.RandomGenerator;
import org.pf4j.Extension;

/**
 * Coloured shapes on white: a class for each shape, and as many different examples as are asked for.
 * A source that reads files opens them in its constructor, which says what is missing, and closes
 * them in {@link #close}; several threads call {@link #read} at once.
 */
@Extension
@Component(value = "kept-data", doc = "discs, squares and triangles in random colours")
public final class KeptData implements DataSource {
  private static final List<String> CLASSES = List.of("disc", "square", "triangle");

  private final Config config;

  /**
   * The keys.
   *
   * @param resolution side of the images
   * @param examples number of them
   */
  public record Config(
      @Doc("side of the images, in pixels") @Default("32") @Range(min = 4) int resolution,
      @Doc("number of examples") @Default("1024") @Range(min = 1) int examples)
      implements DataSource.Shaped {}

  /**
   * Called by irepa.
   *
   * @param config the keys
   */
  @Inject
  public KeptData(Config config) {
    this.config = config;
  }

  @Override
  public long size() {
    return config.examples();
  }

  @Override
  public List<String> classes() {
    return CLASSES;
  }

  @Override
  public Example read(long index, RandomGenerator random) {
    int label = (int) (index % CLASSES.size());
    int side = config.resolution();
    // What an example is depends on its index alone; `random` is for augmentation.
    Philox own = Philox.of(0, index, "shape");
    double radius = 0.2 + 0.2 * own.nextFloat();
    double column = radius + (1 - 2 * radius) * own.nextFloat();
    double row = radius + (1 - 2 * radius) * own.nextFloat();
    float[] colour = {own.nextFloat(), own.nextFloat(), own.nextFloat()};
    float[] image = new float[3 * side * side]; // [3,side,side], from 0 to 1
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        boolean inside =
            inside(
                label, ((x + 0.5) / side - column) / radius, ((y + 0.5) / side - row) / radius);
        for (int c = 0; c < 3; c++) {
          image[(c * side + y) * side + x] = inside ? colour[c] : 1;
        }
      }
    }
    return new Example(label, image);
  }

  /** Whether a point lies in a shape of radius 1 around 0. */
  private static boolean inside(int label, double x, double y) {
    return switch (CLASSES.get(label)) {
      case "disc" -> x * x + y * y <= 1;
      case "square" -> Math.abs(x) <= 0.8 && Math.abs(y) <= 0.8;
      default -> y <= 0.6 && Math.abs(x) <= (y + 1) / 1.6;
    };
  }

  @Override
  public void close() {}
}
