package io.irepa.image;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * From a file's bytes to a picture, upright. A sample is its number in the file divided by the
 * greatest one; colour profiles are left out, as the published recipes do. Java's own conversion to
 * sRGB would brighten grey images.
 */
final class Decoder {
  /** 8192 x 8192: beyond it a header is more likely damaged than true, and memory would not do. */
  private static final long MOST_PIXELS = 1L << 26;

  private Decoder() {}

  /**
   * Decodes PNG, JPEG, BMP or GIF (its first frame); 1 to 16 bits, grey, RGB, CMYK or a palette.
   *
   * @param background what lies under alpha, from 0 (black) to 1 (white)
   * @throws IOException if the bytes are damaged, cut short, or no image
   */
  static Picture decode(byte[] bytes, float background) throws IOException {
    if (Png.is(bytes)) {
      Png.check(bytes);
    }
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new IOException("it is not an image that can be decoded");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        return Orientation.of(bytes).apply(decode(reader, bytes, background));
      } finally {
        reader.dispose();
      }
    } catch (RuntimeException e) {
      // Java's readers answer some damage with exceptions about array bounds and the like.
      throw new IOException("it cannot be decoded (" + e + ")", e);
    }
  }

  private static Picture decode(ImageReader reader, byte[] bytes, float background)
      throws IOException {
    long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
    if (pixels > MOST_PIXELS) {
      throw new IOException(
          "it says it has %d x %d pixels, and at most %d are read"
              .formatted(reader.getWidth(0), reader.getHeight(0), MOST_PIXELS));
    }
    List<String> warnings = new ArrayList<>();
    reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
    Picture picture =
        Cmyk.is(bytes)
            ? Cmyk.convert(reader.readRaster(0, null), bytes)
            : planes(reader.read(0), background);
    // The JPEG reader fills what is missing with grey, and warns.
    for (String warning : warnings) {
      if (warning.contains("Truncated") || warning.contains("premature end")) {
        throw new IOException("it is cut short (" + warning + ")");
      }
    }
    return picture;
  }

  private static Picture planes(BufferedImage image, float background) throws IOException {
    ColorModel model = image.getColorModel();
    if (!(model instanceof ComponentColorModel)) {
      return packed(image, background);
    }
    Raster raster = image.getRaster();
    int width = raster.getWidth();
    int height = raster.getHeight();
    int bands = raster.getNumBands();
    if (bands > 4) {
      throw new IOException("it has " + bands + " channels, and at most 4 are read");
    }
    boolean colour = bands > 2;
    boolean alpha = model.hasAlpha();
    float most = (1 << model.getComponentSize(0)) - 1;
    float[] values = new float[3 * width * height];
    int[] row = new int[width * bands];
    for (int y = 0; y < height; y++) {
      raster.getPixels(0, y, width, 1, row);
      for (int x = 0; x < width; x++) {
        float opaque = alpha ? row[x * bands + bands - 1] / most : 1;
        for (int c = 0; c < 3; c++) {
          float value = row[x * bands + (colour ? c : 0)] / most;
          values[(c * height + y) * width + x] = opaque * value + (1 - opaque) * background;
        }
      }
    }
    return new Picture(width, height, values);
  }

  /** Palettes and packed pixels, which are sRGB already: the conversion to ARGB only unpacks. */
  private static Picture packed(BufferedImage image, float background) {
    int width = image.getWidth();
    int height = image.getHeight();
    int[] argb = image.getRGB(0, 0, width, height, null, 0, width);
    float[] values = new float[3 * argb.length];
    for (int i = 0; i < argb.length; i++) {
      float opaque = (argb[i] >>> 24) / 255f;
      for (int c = 0; c < 3; c++) {
        float value = ((argb[i] >> (16 - 8 * c)) & 255) / 255f;
        values[c * argb.length + i] = opaque * value + (1 - opaque) * background;
      }
    }
    return new Picture(width, height, values);
  }
}
