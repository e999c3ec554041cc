package io.irepa.image;

import java.awt.image.Raster;
import java.io.IOException;

/**
 * JPEG files of four channels, which Java reads only as they are stored: inverted CMYK, with the
 * first three as YCbCr where Adobe's marker says so. ImageNet has some.
 */
final class Cmyk {
  private static final int SOF0 = 0xC0;
  private static final int SOF2 = 0xC2;
  private static final int APP14 = 0xEE;

  private Cmyk() {}

  /** Whether the bytes are a JPEG file of four channels. */
  static boolean is(byte[] bytes) {
    for (int marker = SOF0; marker <= SOF2; marker++) {
      int at = Jpeg.segment(bytes, marker, Jpeg.FIRST);
      if (at > 0 && at + 9 < bytes.length) {
        return bytes[at + 9] == 4;
      }
    }
    return false;
  }

  /**
   * Converts what the reader found.
   *
   * @param raster of 4 bands of 8 bits
   * @param bytes the file
   */
  static Picture convert(Raster raster, byte[] bytes) throws IOException {
    if (raster.getNumBands() != 4) {
      throw new IOException("it has " + raster.getNumBands() + " channels where 4 are announced");
    }
    int adobe = Jpeg.segment(bytes, APP14, Jpeg.FIRST);
    boolean luma = adobe > 0 && adobe + 15 < bytes.length && bytes[adobe + 15] == 2;
    int width = raster.getWidth();
    int height = raster.getHeight();
    float[] values = new float[3 * width * height];
    int[] row = new int[4 * width];
    for (int y = 0; y < height; y++) {
      raster.getPixels(0, y, width, 1, row);
      for (int x = 0; x < width; x++) {
        float[] inks = new float[] {row[4 * x], row[4 * x + 1], row[4 * x + 2]};
        if (luma) {
          toInks(inks);
        }
        for (int c = 0; c < 3; c++) {
          values[(c * height + y) * width + x] = inks[c] * row[4 * x + 3] / (255f * 255f);
        }
      }
    }
    return new Picture(width, height, values);
  }

  /** JFIF's YCbCr to RGB; the inks of YCCK are its complement. */
  private static void toInks(float[] luma) {
    float y = luma[0];
    float cb = luma[1] - 128;
    float cr = luma[2] - 128;
    luma[0] = 255 - clip(y + 1.402f * cr);
    luma[1] = 255 - clip(y - 0.344136f * cb - 0.714136f * cr);
    luma[2] = 255 - clip(y + 1.772f * cb);
  }

  private static float clip(float value) {
    return Math.max(0, Math.min(255, value));
  }
}
