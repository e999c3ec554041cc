package io.irepa.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An RGB picture. One of 8 bits a sample stays so, and is resized as Pillow resizes it, bit by bit;
 * others are numbers in [0,1] throughout.
 *
 * @since 0.1
 */
public final class Picture {
  private final Samples samples;

  /** Made at most a few times, and the same each time; so threads need not agree. */
  private volatile float[] values;

  Picture(Samples samples) {
    this.samples = samples;
  }

  /**
   * A picture of the values given, which are neither copied nor to be changed.
   *
   * @param width in pixels
   * @param height in pixels
   * @param values [3,height,width] in [0,1]
   */
  public Picture(int width, int height, float[] values) {
    this(new Planes(width, height, values));
  }

  /**
   * Reads a file as {@link #decode} does.
   *
   * @param file to read
   * @param background what lies under alpha, from 0 (black) to 1 (white)
   * @return of the file's size
   * @throws IOException if it cannot be read, or, naming the file, if it is damaged or no image
   */
  public static Picture read(Path file, float background) throws IOException {
    return decode(Files.readAllBytes(file), file.toString(), background);
  }

  /**
   * Decodes PNG, JPEG, BMP or GIF (its first frame); 1 to 16 bits, grey, RGB, CMYK or a palette. A
   * sample is its number in the file divided by the greatest one, without colour profiles. A
   * photograph that says how the camera was held is turned upright.
   *
   * @param bytes of an image file
   * @param place where they are, for messages
   * @param background what lies under alpha, from 0 (black) to 1 (white)
   * @return of the image's size
   * @throws IOException naming the place, if they are damaged or no image
   */
  public static Picture decode(byte[] bytes, String place, float background) throws IOException {
    try {
      return new Picture(Decoder.decode(bytes, background));
    } catch (IOException e) {
      throw new IOException(place + ": " + e.getMessage(), e);
    }
  }

  /** {@return in pixels} */
  public int width() {
    return samples.width();
  }

  /** {@return in pixels} */
  public int height() {
    return samples.height();
  }

  /** {@return [3,height,width] in [0,1]; the same array each time, not to be changed} */
  public float[] values() {
    if (values == null) {
      values = samples.planes();
    }
    return values;
  }

  /**
   * Centre crop to a square of the given side, as ADM prepares ImageNet ({@code center_crop_arr}):
   * halving by boxes, then bicubic, then the middle.
   *
   * @param side in pixels
   * @return a square
   */
  public Picture centreCrop(int side) {
    Samples halved = samples;
    while (Math.min(halved.width(), halved.height()) >= 2 * side) {
      Span across = Span.whole(halved.width(), halved.width() / 2);
      halved =
          halved.resized(Resample.BOX, across, Span.whole(halved.height(), halved.height() / 2));
    }
    double scale = side / (double) Math.min(halved.width(), halved.height());
    int newWidth = (int) Math.rint(halved.width() * scale);
    int newHeight = (int) Math.rint(halved.height() * scale);
    return new Picture(
        halved.resized(
            Resample.BICUBIC,
            Span.centre(halved.width(), newWidth, side),
            Span.centre(halved.height(), newHeight, side)));
  }

  /**
   * In another size, bicubically.
   *
   * @param newWidth in pixels
   * @param newHeight in pixels
   * @return of that size
   */
  public Picture resized(int newWidth, int newHeight) {
    return newWidth == width() && newHeight == height()
        ? this
        : new Picture(
            samples.resized(
                Resample.BICUBIC, Span.whole(width(), newWidth), Span.whole(height(), newHeight)));
  }

  /** {@return mirrored left to right} */
  public Picture flipped() {
    return new Picture(samples.flipped());
  }
}
