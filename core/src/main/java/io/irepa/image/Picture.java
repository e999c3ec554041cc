package io.irepa.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Planes of an RGB picture in [0,1]. A carrier: the values are neither copied nor to be changed.
 *
 * @param width in pixels
 * @param height in pixels
 * @param values [3,height,width]
 * @since 0.1
 */
public record Picture(int width, int height, float[] values) {
  /**
   * Decodes PNG, JPEG, BMP or GIF (its first frame); 1 to 16 bits, grey, RGB, CMYK or a palette. A
   * sample is its number in the file divided by the greatest one, without colour profiles. A
   * photograph that says how the camera was held is turned upright.
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
   * Decodes a file's bytes, as {@link #read} does.
   *
   * @param bytes of an image file
   * @param place where they are, for messages
   * @param background what lies under alpha, from 0 (black) to 1 (white)
   * @return of the image's size
   * @throws IOException naming the place, if they are damaged or no image
   */
  public static Picture decode(byte[] bytes, String place, float background) throws IOException {
    try {
      return Decoder.decode(bytes, background);
    } catch (IOException e) {
      throw new IOException(place + ": " + e.getMessage(), e);
    }
  }

  /**
   * Centre crop to a square of the given side, as ADM prepares ImageNet: halving by boxes, then
   * bicubic.
   *
   * @param side in pixels
   * @return a square
   */
  public Picture centreCrop(int side) {
    Picture picture = this;
    while (Math.min(picture.width, picture.height) >= 2 * side) {
      picture = Resample.BOX.resize(picture, picture.width / 2, picture.height / 2);
    }
    double scale = side / (double) Math.min(picture.width, picture.height);
    int newWidth = Math.max(side, (int) Math.rint(picture.width * scale));
    int newHeight = Math.max(side, (int) Math.rint(picture.height * scale));
    return picture
        .resized(newWidth, newHeight)
        .cropped((newWidth - side) / 2, (newHeight - side) / 2, side);
  }

  /**
   * In another size, bicubically.
   *
   * @param newWidth in pixels
   * @param newHeight in pixels
   * @return of that size
   */
  public Picture resized(int newWidth, int newHeight) {
    return newWidth == width && newHeight == height
        ? this
        : Resample.BICUBIC.resize(this, newWidth, newHeight);
  }

  private Picture cropped(int left, int top, int side) {
    float[] crop = new float[3 * side * side];
    for (int c = 0; c < 3; c++) {
      for (int y = 0; y < side; y++) {
        System.arraycopy(
            values, (c * height + top + y) * width + left, crop, (c * side + y) * side, side);
      }
    }
    return new Picture(side, side, crop);
  }

  /** {@return mirrored left to right} */
  public Picture flipped() {
    float[] flipped = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      int x = i % width;
      flipped[i] = values[i - x + width - 1 - x];
    }
    return new Picture(width, height, flipped);
  }
}
