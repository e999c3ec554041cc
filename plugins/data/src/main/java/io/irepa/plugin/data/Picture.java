package io.irepa.plugin.data;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/**
 * Planes of an RGB picture in [0,1].
 *
 * @param width in pixels
 * @param height in pixels
 * @param values [3,height,width]
 */
record Picture(int width, int height, float[] values) {
  static {
    ImageIO.setUseCache(false);
  }

  /**
   * Decodes a file, alpha composed on a grey level; any number of channels and bits.
   *
   * @param background from 0 (black) to 1 (white)
   * @throws IOException naming the file, if it is damaged
   */
  static Picture read(Path file, float background) throws IOException {
    BufferedImage image;
    try {
      image = ImageIO.read(new ByteArrayInputStream(Files.readAllBytes(file)));
    } catch (IOException | RuntimeException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
    if (image == null) {
      throw new IOException(file + ": not an image that can be decoded");
    }
    int width = image.getWidth();
    int height = image.getHeight();
    int[] argb = image.getRGB(0, 0, width, height, null, 0, width);
    float[] values = new float[3 * argb.length];
    for (int i = 0; i < argb.length; i++) {
      float alpha = (argb[i] >>> 24) / 255f;
      for (int channel = 0; channel < 3; channel++) {
        float value = ((argb[i] >> (16 - 8 * channel)) & 255) / 255f;
        values[channel * argb.length + i] = alpha * value + (1 - alpha) * background;
      }
    }
    return new Picture(width, height, values);
  }

  /**
   * Centre crop to a square of the given side, as ADM prepares ImageNet: halving by boxes, then
   * bicubic.
   */
  Picture centreCrop(int side) {
    Picture picture = this;
    while (Math.min(picture.width, picture.height) >= 2 * side) {
      picture = picture.halved();
    }
    double scale = side / (double) Math.min(picture.width, picture.height);
    int newWidth = Math.max(side, (int) Math.round(picture.width * scale));
    int newHeight = Math.max(side, (int) Math.round(picture.height * scale));
    Picture resized =
        newWidth == picture.width && newHeight == picture.height
            ? picture
            : Bicubic.resize(picture, newWidth, newHeight);
    return resized.cropped((newWidth - side) / 2, (newHeight - side) / 2, side);
  }

  private Picture halved() {
    int w = width / 2;
    int h = height / 2;
    float[] half = new float[3 * w * h];
    for (int c = 0; c < 3; c++) {
      for (int y = 0; y < h; y++) {
        for (int x = 0; x < w; x++) {
          int at = c * width * height + 2 * y * width + 2 * x;
          half[(c * h + y) * w + x] =
              (values[at] + values[at + 1] + values[at + width] + values[at + width + 1]) / 4;
        }
      }
    }
    return new Picture(w, h, half);
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
