package io.irepa.plugin.repae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.irepa.spi.Interpolant;
import io.irepa.tensor.Draws;

/** How training times are drawn, as for REPA; the draw is named {@code time}. */
public enum TimeDraw {
  /** Uniform in [0,1). */
  UNIFORM {
    @Override
    NDArray times(Draws draws, Interpolant path, long count) {
      return draws.uniform("time", new Shape(count));
    }
  },
  /** The ratio sigma/alpha is log-normal (EDM, arXiv 2206.00364, table 1). */
  LOGNORMAL {
    @Override
    NDArray times(Draws draws, Interpolant path, long count) {
      NDArray s = draws.normal("time", new Shape(count)).exp();
      return switch (path) {
        case LINEAR -> s.div(s.add(1));
        case COSINE -> s.atan().mul((float) (2 / Math.PI));
      };
    }
  };

  /** Times [count] from 0 to 1. */
  abstract NDArray times(Draws draws, Interpolant path, long count);
}
