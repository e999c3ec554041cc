package io.irepa.cache;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.irepa.config.LatentsConfig;
import io.irepa.spi.Autoencoder;
import io.irepa.tensor.Draws;
import io.irepa.tensor.SeededDraws;
import java.util.function.Function;

/**
 * An autoencoder's raw latents: moments, or one sample of each image, whose noise follows from the
 * run's seed, the image's place in the data and its orientation alone.
 *
 * @param seed of the samples
 */
record Latents(
    Autoencoder autoencoder,
    String fingerprint,
    LatentsConfig.Content content,
    long seed,
    RowCodec codec)
    implements Content {
  @Override
  public NDArray of(NDArray images, long[] examples, int orientation) {
    NDArray centred = images.mul(2f).sub(1f);
    if (content == LatentsConfig.Content.MOMENTS) {
      return autoencoder.moments(centred);
    }
    Draws draws = new RowDraws(images.getManager(), seed, examples, orientation);
    return autoencoder.scaling().undo(autoencoder.encode(centred, draws));
  }

  /** Root mean square of what rounding moves numbers by, over their deviation. */
  @Override
  public double error(float[] values) {
    float[] read = codec.rounded(values);
    double mean = 0;
    for (float value : values) {
      mean += value / values.length;
    }
    double moved = 0;
    double spread = 0;
    for (int i = 0; i < values.length; i++) {
      moved += Math.pow(values[i] - read[i], 2);
      spread += Math.pow(values[i] - mean, 2);
    }
    return moved == 0 ? 0 : Math.sqrt(moved / spread);
  }

  /** Each image's own draws. */
  private record RowDraws(NDManager manager, long seed, long[] examples, int orientation)
      implements Draws {
    private NDArray rows(Function<Draws, NDArray> draw) {
      NDList rows = new NDList();
      for (long example : examples) {
        rows.add(draw.apply(new SeededDraws(manager, seed, 2 * example + orientation)));
      }
      return NDArrays.concat(rows);
    }

    private static Shape one(Shape shape) {
      long[] sides = shape.getShape().clone();
      sides[0] = 1;
      return new Shape(sides);
    }

    @Override
    public NDArray uniform(String name, Shape shape) {
      return rows(draws -> draws.uniform(name, one(shape)));
    }

    @Override
    public NDArray normal(String name, Shape shape) {
      return rows(draws -> draws.normal(name, one(shape)));
    }
  }
}
