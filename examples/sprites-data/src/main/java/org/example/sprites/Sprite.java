package org.example.sprites;

/** The shapes, around 0 and within a circle of radius 1.25; y goes down. */
enum Sprite {
  /** Upright. */
  SQUARE {
    @Override
    boolean covers(double x, double y) {
      return Math.abs(x) <= 0.8 && Math.abs(y) <= 0.8;
    }
  },
  /** Wider than high. */
  ELLIPSE {
    @Override
    boolean covers(double x, double y) {
      return x * x + 3 * y * y <= 1;
    }
  },
  /** Upright, by the curve (x² + y² − 1)³ = x² y³ with y up. */
  HEART {
    @Override
    boolean covers(double x, double y) {
      double inner = x * x + y * y - 1;
      return inner * inner * inner <= -x * x * y * y * y;
    }
  };

  abstract boolean covers(double x, double y);
}
