package org.example.sprites;

/**
 * What an image shows; the numbers of values and their ranges are those of dSprites.
 *
 * @param sprite its shape
 * @param scale from 0.5 to 1, six values
 * @param orientation in radians, from 0 to 2π, forty values
 * @param column from 0, left, to 1, thirty-two values
 * @param row from 0, above, to 1, thirty-two values
 */
record Factors(Sprite sprite, double scale, double orientation, double column, double row) {
  private static final int SCALES = 6;
  private static final int ORIENTATIONS = 40;
  private static final int PLACES = 32;

  /** All combinations. */
  static final long COUNT = 3L * SCALES * ORIENTATIONS * PLACES * PLACES;

  /** Half the size of a sprite of scale 1; with the margin below, none is cut off. */
  private static final double RADIUS = 0.2;

  private static final double MARGIN = 0.25;

  /** The factors of an example; the last one changes fastest. */
  static Factors of(long index) {
    long rest = index;
    double row = share(rest, PLACES);
    rest /= PLACES;
    double column = share(rest, PLACES);
    rest /= PLACES;
    double orientation = share(rest, ORIENTATIONS);
    rest /= ORIENTATIONS;
    double scale = share(rest, SCALES);
    rest /= SCALES;
    return new Factors(
        Sprite.values()[(int) rest], 0.5 + 0.5 * scale, 2 * Math.PI * orientation, column, row);
  }

  /** Values lie evenly from 0 to 1, both of them among them. */
  private static double share(long rest, int values) {
    return (double) (rest % values) / (values - 1);
  }

  /** Whether the sprite covers a point of the image, whose sides are from 0 to 1. */
  boolean covers(double x, double y) {
    double right = (x - place(column)) / (RADIUS * scale);
    double down = (y - place(row)) / (RADIUS * scale);
    double cosine = Math.cos(orientation);
    double sine = Math.sin(orientation);
    return sprite.covers(cosine * right + sine * down, cosine * down - sine * right);
  }

  private static double place(double share) {
    return MARGIN + (1 - 2 * MARGIN) * share;
  }
}
