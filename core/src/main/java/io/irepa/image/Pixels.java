package io.irepa.image;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;
import java.io.IOException;

/** What a reader decoded, as samples: opaque pixels of 8 bits stay so. */
final class Pixels {
  private static final int OPAQUE = 255;

  private Pixels() {}

  /**
   * Takes the samples of an image; whatever is not opaque lies on a ground.
   *
   * @param background from 0 to 1
   * @throws IOException if it has more than 4 channels
   */
  static Samples of(BufferedImage image, float background) throws IOException {
    ColorModel model = image.getColorModel();
    if (!(model instanceof ComponentColorModel)) {
      return packed(image, background);
    }
    if (image.getRaster().getNumBands() > 4) {
      throw new IOException(
          "it has " + image.getRaster().getNumBands() + " channels, and at most 4 are read");
    }
    boolean bytes =
        model.getTransferType() == DataBuffer.TYPE_BYTE && model.getComponentSize(0) == 8;
    return bytes && (!model.hasAlpha() || opaque(image.getRaster()))
        ? levels(image.getRaster())
        : planes(image.getRaster(), model, background);
  }

  private static boolean opaque(Raster raster) {
    int width = raster.getWidth();
    int[] row = new int[width];
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getSamples(0, y, width, 1, raster.getNumBands() - 1, row);
      for (int alpha : row) {
        if (alpha != OPAQUE) {
          return false;
        }
      }
    }
    return true;
  }

  private static Levels levels(Raster raster) {
    int width = raster.getWidth();
    int height = raster.getHeight();
    int bands = raster.getNumBands();
    if (bands == 3
        && raster.getSampleModel() instanceof PixelInterleavedSampleModel model
        && raster.getDataBuffer() instanceof DataBufferByte buffer
        && buffer.getData().length == 3 * width * height
        && model.getBandOffsets()[0] == 0
        && model.getBandOffsets()[1] == 1) {
      return new Levels(width, height, buffer.getData());
    }
    byte[] rgb = new byte[3 * width * height];
    int[] row = new int[width * bands];
    int at = 0;
    for (int y = 0; y < height; y++) {
      raster.getPixels(0, y, width, 1, row);
      for (int x = 0; x < width; x++) {
        for (int c = 0; c < 3; c++) {
          rgb[at++] = (byte) row[x * bands + (bands > 2 ? c : 0)];
        }
      }
    }
    return new Levels(width, height, rgb);
  }

  private static Planes planes(Raster raster, ColorModel model, float background) {
    int width = raster.getWidth();
    int height = raster.getHeight();
    int bands = raster.getNumBands();
    boolean colour = bands > 2;
    float most = (1 << model.getComponentSize(0)) - 1;
    float[] values = new float[3 * width * height];
    int[] row = new int[width * bands];
    for (int y = 0; y < height; y++) {
      raster.getPixels(0, y, width, 1, row);
      for (int x = 0; x < width; x++) {
        float opaque = model.hasAlpha() ? row[x * bands + bands - 1] / most : 1;
        for (int c = 0; c < 3; c++) {
          float value = row[x * bands + (colour ? c : 0)] / most;
          values[(c * height + y) * width + x] = opaque * value + (1 - opaque) * background;
        }
      }
    }
    return new Planes(width, height, values);
  }

  /** Palettes and packed pixels, which are sRGB already: the conversion to ARGB only unpacks. */
  private static Samples packed(BufferedImage image, float background) {
    int width = image.getWidth();
    int height = image.getHeight();
    int[] argb = image.getRGB(0, 0, width, height, null, 0, width);
    int least = OPAQUE;
    byte[] rgb = new byte[3 * argb.length];
    for (int i = 0; i < argb.length; i++) {
      least = Math.min(least, argb[i] >>> 24);
      rgb[3 * i] = (byte) (argb[i] >> 16);
      rgb[3 * i + 1] = (byte) (argb[i] >> 8);
      rgb[3 * i + 2] = (byte) argb[i];
    }
    if (least == OPAQUE) {
      return new Levels(width, height, rgb);
    }
    float[] values = new float[3 * argb.length];
    for (int i = 0; i < argb.length; i++) {
      float opaque = (argb[i] >>> 24) / 255f;
      for (int c = 0; c < 3; c++) {
        float value = (rgb[3 * i + c] & 255) / 255f;
        values[c * argb.length + i] = opaque * value + (1 - opaque) * background;
      }
    }
    return new Planes(width, height, values);
  }
}
