package io.irepa.image;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * From an image file's bytes to what a model sees, the same for every data source: decoded, cropped
 * at the centre, and perhaps mirrored.
 *
 * @param resolution side of the square, in pixels
 * @param flip whether half of the images come mirrored
 * @param background what lies under transparent pixels
 * @since 0.1
 */
public record Preparation(int resolution, boolean flip, Background background) {
  private static final float OPAQUE = 0.999f;

  /**
   * An example's image.
   *
   * @param bytes of an image file
   * @param place where they are, for messages
   * @param random decides whether it is mirrored
   * @return [3,resolution,resolution] in [0,1]
   * @throws IOException if they are damaged or no image, naming the place
   */
  public float[] image(byte[] bytes, String place, RandomGenerator random) throws IOException {
    return framed(Picture.decode(bytes, place, background.level()), random).values();
  }

  /**
   * A picture as {@link #image} would give it.
   *
   * @param picture whole
   * @param random decides whether it is mirrored
   * @return a square of the resolution
   */
  public Picture framed(Picture picture, RandomGenerator random) {
    Picture crop = picture.centreCrop(resolution);
    return flips(random) ? crop.flipped() : crop;
  }

  /**
   * Where the foreground of an image is.
   *
   * @param mask grey, of the image's size before it is cropped
   * @param random decides whether the image is mirrored
   * @return [resolution,resolution] in [0,1]
   */
  public float[] foreground(Picture mask, RandomGenerator random) {
    float[] values = framed(mask, random).values();
    float[] plane = Arrays.copyOf(values, values.length / 3);
    for (int i = 0; i < plane.length; i++) {
      plane[i] = Math.max(0, Math.min(1, plane[i])); // resizing overshoots a little
    }
    return plane;
  }

  /**
   * An image's opacity, which is what the ground does not change.
   *
   * @param white the image on white
   * @param black the image on black
   * @return grey from 0 to 1, of the image's size; empty if it is opaque throughout
   */
  public static Optional<Picture> opacity(Picture white, Picture black) {
    float[] onBlack = black.values();
    float[] opacity = new float[onBlack.length];
    float least = 1;
    for (int i = 0; i < opacity.length; i++) {
      opacity[i] = 1 - (white.values()[i] - onBlack[i]);
      least = Math.min(least, opacity[i]);
    }
    return least < OPAQUE
        ? Optional.of(new Picture(white.width(), white.height(), opacity))
        : Optional.empty();
  }

  /**
   * Whether an image comes mirrored.
   *
   * @param random one number is drawn of it, if images are mirrored at all
   * @return for the same randomness as in {@link #image}
   */
  public boolean flips(RandomGenerator random) {
    return flip && random.nextInt() < 0;
  }
}
