package io.irepa.plugin.encoders.vit;

/**
 * By which angles queries and keys are turned, two coordinates sharing a head's width. Tokens that
 * are no patches are not turned.
 */
final class Rotation {
  private static final double THETA_AXIAL = 100;
  private static final double THETA_NEIGHBOURS = 10_000;

  private final float[] cosines;
  private final float[] sines;
  private final int headWidth;
  private int at;

  private Rotation(VitShape shape) {
    this.headWidth = shape.hidden() / shape.heads();
    int tokens = shape.prefix() + shape.side() * shape.side();
    this.cosines = new float[tokens * headWidth];
    this.sines = new float[tokens * headWidth];
    for (at = 0; at < shape.prefix() * headWidth; at++) {
      cosines[at] = 1;
    }
  }

  /** Cosines [P+T,hd], row by row. */
  float[] cosines() {
    return cosines.clone();
  }

  /** Sines [P+T,hd], row by row. */
  float[] sines() {
    return sines.clone();
  }

  /** The angles of a family with rotary positions. */
  static Rotation of(VitFamily family, VitShape shape) {
    return family.positions() == Positions.AXIAL_ROTARY ? axial(shape) : neighbours(shape);
  }

  /**
   * DINOv3 (arXiv 2508.10104, section 3.2): patch centres in [-1,1], angles
   * 2π·position/100^(4i/hd), rows then columns, once for each half of the head.
   */
  private static Rotation axial(VitShape shape) {
    Rotation rotation = new Rotation(shape);
    int quarter = rotation.headWidth / 4;
    double side = shape.side();
    for (int row = 0; row < side; row++) {
      for (int column = 0; column < side; column++) {
        for (int half = 0; half < 2; half++) {
          for (double position : new double[] {row, column}) {
            double centre = (position + 0.5) / side * 2 - 1;
            for (int i = 0; i < quarter; i++) {
              double period = Math.pow(THETA_AXIAL, (double) i / quarter);
              rotation.put(2 * Math.PI * centre / period);
            }
          }
        }
      }
    }
    return rotation;
  }

  /**
   * The Perception Encoder (arXiv 2504.13181): patches counted from 0, or from 1 beside a class
   * token; the first half of the head turns by the column, the second by the row, each angle for
   * two neighbours.
   */
  private static Rotation neighbours(VitShape shape) {
    Rotation rotation = new Rotation(shape);
    int quarter = rotation.headWidth / 4;
    int first = shape.classToken() ? 1 : 0;
    for (int row = 0; row < shape.side(); row++) {
      for (int column = 0; column < shape.side(); column++) {
        for (int position : new int[] {column, row}) {
          for (int i = 0; i < quarter; i++) {
            double angle = (position + first) / Math.pow(THETA_NEIGHBOURS, (double) i / quarter);
            rotation.put(angle);
            rotation.put(angle);
          }
        }
      }
    }
    return rotation;
  }

  private void put(double angle) {
    cosines[at] = (float) Math.cos(angle);
    sines[at] = (float) Math.sin(angle);
    at++;
  }
}
