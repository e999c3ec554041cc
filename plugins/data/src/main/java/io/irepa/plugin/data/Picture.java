package io.irepa.plugin.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Planes of an RGB picture in [0,1].
 *
 * @param width in pixels
 * @param height in pixels
 * @param values [3,height,width]
 */
record Picture(int width, int height, float[] values) {
  /**
   * Decodes a file, alpha composed on a grey level: see {@link Decoder}.
   *
   * @param background from 0 (black) to 1 (white)
   * @throws IOException if it cannot be read, or, naming the file, if it is damaged
   */
  static Picture read(Path file, float background) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    try {
      return Decoder.decode(bytes, background);
    } catch (IOException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Centre crop to a square of the given side, as ADM prepares ImageNet: halving by boxes, then
   * bicubic.
   */
  Picture centreCrop(int side) {
    Picture picture = this;
    while (Math.min(picture.width, picture.height) >= 2 * side) {
      picture = Resample.BOX.resize(picture, picture.width / 2, picture.height / 2);
    }
    double scale = side / (double) Math.min(picture.width, picture.height);
    int newWidth = Math.max(side, (int) Math.rint(picture.width * scale));
    int newHeight = Math.max(side, (int) Math.rint(picture.height * scale));
    Picture resized =
        newWidth == picture.width && newHeight == picture.height
            ? picture
            : Resample.BICUBIC.resize(picture, newWidth, newHeight);
    return resized.cropped((newWidth - side) / 2, (newHeight - side) / 2, side);
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

  /** Mirrored left to right. */
  Picture flipped() {
    float[] flipped = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      int x = i % width;
      flipped[i] = values[i - x + width - 1 - x];
    }
    return new Picture(width, height, flipped);
  }
}
