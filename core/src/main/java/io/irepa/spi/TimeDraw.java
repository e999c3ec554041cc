package io.irepa.spi;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.irepa.tensor.Draws;

/**
 * How training times are drawn in REPA (arXiv 2410.06940); the draw is named {@code time}.
 *
 * @since 0.1
 */
public enum TimeDraw {
  /** Uniform in [0,1). */
  UNIFORM {
    @Override
    public NDArray times(Draws draws, Interpolant path, long count) {
      return draws.uniform("time", new Shape(count));
    }
  },
  /**
   * The ratio s = sigma/alpha is log-normal (EDM, arXiv 2206.00364, table 1): log s is standard
   * normal. It gives t = s/(1+s) on the linear path and t = 2/pi atan(s) on the cosine path.
   */
  LOGNORMAL {
    @Override
    public NDArray times(Draws draws, Interpolant path, long count) {
      NDArray s = draws.normal("time", new Shape(count)).exp();
      return switch (path) {
        case LINEAR -> s.div(s.add(1));
        case COSINE -> s.atan().mul((float) (2 / Math.PI));
      };
    }
  };

  /**
   * Draws times.
   *
   * @param draws of the step
   * @param path tells the ratio's time
   * @param count how many
   * @return [count] from 0 to 1, where 1 is noise
   */
  public abstract NDArray times(Draws draws, Interpolant path, long count);
}
