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
  private static final int HALF = 1 << 15;

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
   * Converts what the reader found, as Pillow and libjpeg do.
   *
   * @param raster of 4 bands of 8 bits
   * @param bytes the file
   */
  static Levels convert(Raster raster, byte[] bytes) throws IOException {
    if (raster.getNumBands() != 4) {
      throw new IOException("it has " + raster.getNumBands() + " channels where 4 are announced");
    }
    int adobe = Jpeg.segment(bytes, APP14, Jpeg.FIRST);
    boolean luma = adobe > 0 && adobe + 15 < bytes.length && bytes[adobe + 15] == 2;
    int width = raster.getWidth();
    int height = raster.getHeight();
    byte[] rgb = new byte[3 * width * height];
    int[] row = new int[4 * width];
    int at = 0;
    for (int y = 0; y < height; y++) {
      raster.getPixels(0, y, width, 1, row);
      for (int x = 0; x < width; x++) {
        int[] inks = new int[] {row[4 * x], row[4 * x + 1], row[4 * x + 2]};
        if (luma) {
          toInks(inks);
        }
        int black = row[4 * x + 3];
        for (int ink : inks) {
          int product = (255 - ink) * black + 128;
          rgb[at++] = (byte) clip(black - (((product >> 8) + product) >> 8)); // a division by 255
        }
      }
    }
    return new Levels(width, height, rgb);
  }

  /** JFIF's YCbCr to RGB in 16 bits behind the point; the inks of YCCK are its complement. */
  private static void toInks(int[] luma) {
    int y = luma[0];
    int cb = luma[1] - 128;
    int cr = luma[2] - 128;
    luma[0] = 255 - clip(y + ((91881 * cr + HALF) >> 16));
    luma[1] = 255 - clip(y + ((-22554 * cb - 46802 * cr + HALF) >> 16));
    luma[2] = 255 - clip(y + ((116130 * cb + HALF) >> 16));
  }

  private static int clip(int value) {
    return Math.max(0, Math.min(255, value));
  }
}
