package io.irepa.evaluate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.irepa.IrepaException;
import io.irepa.spi.DataSource;
import io.irepa.spi.Example;
import io.irepa.spi.Grid;
import io.irepa.tensor.Host;
import io.irepa.tensor.Philox;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Some of a data source's examples, evenly over all of them. */
public final class SourceImages {
  private static final int MOST_DAMAGED = 20;

  private final DataSource source;
  private final int count;

  /**
   * One image.
   *
   * @param index in the source
   * @param example as the source gave it
   * @param foreground [H,W]; empty if nothing is known of it
   */
  public record One(long index, Example example, Optional<float[]> foreground) {}

  /**
   * @param source stays open as long as this is used; not closed
   * @param most examples; all where there are fewer
   */
  public SourceImages(DataSource source, int most) {
    this.source = source;
    this.count = (int) Math.min(most, source.size());
  }

  /** How many there are. */
  public int count() {
    return count;
  }

  /**
   * Reads examples on several threads. In place of one that is damaged comes the next that is not,
   * as in training.
   *
   * @param from the first
   * @param to the one after the last
   * @param masks whether the foreground is wanted
   * @return in order, as many as asked for
   * @throws IrepaException if many in a row cannot be read
   */
  public List<One> read(int from, int to, boolean masks) {
    return IntStream.range(from, to).parallel().mapToObj(i -> read(i, masks)).toList();
  }

  private One read(int place, boolean masks) {
    long first = place * source.size() / count;
    IOException last = new IOException("there are none");
    for (int more = 0; more < Math.min(MOST_DAMAGED, source.size()); more++) {
      long index = (first + more) % source.size();
      try {
        Example example = source.read(index, Philox.of(0, index, "evaluate"));
        return new One(index, example, masks ? foreground(index) : Optional.empty());
      } catch (IOException e) {
        last = e;
      }
    }
    throw new IrepaException(
        "Many examples in a row cannot be read, such as %s.".formatted(last.getMessage()), last);
  }

  private Optional<float[]> foreground(long index) throws IOException {
    return source.foreground(index, Philox.of(0, index, "evaluate"));
  }

  /**
   * Images as an encoder takes them.
   *
   * @return [B,3,H,W] in [0,1], left to the innermost scope
   * @throws IrepaException if the data are latents alone
   */
  public static NDArray pixels(List<One> some, NDManager manager) {
    float[] first = image(some.get(0));
    float[] all = new float[some.size() * first.length];
    for (int i = 0; i < some.size(); i++) {
      System.arraycopy(image(some.get(i)), 0, all, i * first.length, first.length);
    }
    int side = side(first.length / 3);
    return Host.array(manager, all, new Shape(some.size(), 3, side, side));
  }

  private static float[] image(One one) {
    return one.example()
        .image()
        .orElseThrow(
            () ->
                new IrepaException(
                    "The data are latents without images, and images are asked for. Name a data source of images."));
  }

  /**
   * A mask over tokens: 1 where more than half of a token's patch is foreground.
   *
   * @param foreground [H,W], H = W
   * @return [T], row by row
   */
  public static long[] mask(float[] foreground, Grid grid) {
    int side = side(foreground.length);
    long[] mask = new long[grid.size()];
    for (int row = 0; row < grid.height(); row++) {
      for (int column = 0; column < grid.width(); column++) {
        double sum = 0;
        int top = row * side / grid.height();
        int bottom = Math.max(top + 1, (row + 1) * side / grid.height());
        int left = column * side / grid.width();
        int right = Math.max(left + 1, (column + 1) * side / grid.width());
        for (int y = top; y < bottom; y++) {
          for (int x = left; x < right; x++) {
            sum += foreground[y * side + x];
          }
        }
        mask[row * grid.width() + column] = sum > 0.5 * (bottom - top) * (right - left) ? 1 : 0;
      }
    }
    return mask;
  }

  private static int side(int pixels) {
    return (int) Math.round(Math.sqrt((double) pixels));
  }
}
