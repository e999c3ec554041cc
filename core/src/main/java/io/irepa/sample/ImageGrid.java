package io.irepa.sample;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import io.irepa.image.PngFile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;

/** Writes samples as PNG files: a grid, or one file each. */
public final class ImageGrid {
  private static final int GAP = 2;
  private static final int LEAST_TILE = 64;

  private ImageGrid() {}

  /**
   * Writes a grid, row by row; small images are enlarged by a whole factor.
   *
   * @param images [B,C,H,W] in [-1,1], of which the first three channels are drawn; values outside
   *     are clipped
   * @param columns of the grid
   * @throws IOException if the file cannot be written; nothing is then left behind
   */
  public static void write(NDArray images, int columns, Path file) throws IOException {
    float[] values = pixels(images);
    int count = (int) images.getShape().get(0);
    int height = (int) images.getShape().get(2);
    int width = (int) images.getShape().get(3);
    int scale = Math.max(1, (LEAST_TILE + height - 1) / height);
    int rows = (count + columns - 1) / columns;
    BufferedImage grid =
        new BufferedImage(
            columns * (width * scale + GAP) + GAP,
            rows * (height * scale + GAP) + GAP,
            BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < count; i++) {
      int left = GAP + (i % columns) * (width * scale + GAP);
      int top = GAP + (i / columns) * (height * scale + GAP);
      draw(grid, values, i, height, width, left, top, scale);
    }
    PngFile.write(grid, file);
  }

  /**
   * Writes {@code 000.png}, {@code 001.png}, … in their own size.
   *
   * @param images [B,C,H,W] in [-1,1], of which the first three channels are drawn; values outside
   *     are clipped
   */
  public static void writeSingles(NDArray images, Path folder) throws IOException {
    float[] values = pixels(images);
    int height = (int) images.getShape().get(2);
    int width = (int) images.getShape().get(3);
    for (int i = 0; i < images.getShape().get(0); i++) {
      BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
      draw(image, values, i, height, width, 0, 0, 1);
      PngFile.write(image, folder.resolve("%03d.png".formatted(i)));
    }
  }

  /**
   * Pixels as bytes.
   *
   * @param images [B,C,H,W] in [-1,1], of which the first three channels are taken; values outside
   *     are clipped
   * @return [B,H,W,3]
   */
  public static byte[] bytes(NDArray images) {
    float[] values = pixels(images);
    int plane = (int) (images.getShape().get(2) * images.getShape().get(3));
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      int image = i / (3 * plane);
      int pixel = i / 3 % plane;
      bytes[i] = (byte) level(values[(3 * image + i % 3) * plane + pixel]);
    }
    return bytes;
  }

  /** Three channels: latents without an autoencoder to decode them have more. */
  private static float[] pixels(NDArray images) {
    return images.get(":, 0:3").toType(DataType.FLOAT32, false).toFloatArray();
  }

  private static void draw(
      BufferedImage into,
      float[] values,
      int index,
      int height,
      int width,
      int left,
      int top,
      int scale) {
    int plane = height * width;
    for (int y = 0; y < height * scale; y++) {
      for (int x = 0; x < width * scale; x++) {
        int at = index * 3 * plane + (y / scale) * width + x / scale;
        int rgb =
            level(values[at]) << 16
                | level(values[at + plane]) << 8
                | level(values[at + 2 * plane]);
        into.setRGB(left + x, top + y, rgb);
      }
    }
  }

  private static int level(float value) {
    return Math.max(0, Math.min(255, Math.round((value + 1) * 127.5f)));
  }
}
