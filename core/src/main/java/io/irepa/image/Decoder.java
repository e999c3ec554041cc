package io.irepa.image;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * From a file's bytes to a picture, upright. A sample is its number in the file divided by the
 * greatest one; colour profiles are left out, as the published recipes do. Java's own conversion to
 * sRGB would brighten grey images.
 */
final class Decoder {
  /** 8192 x 8192: beyond it a header is more likely damaged than true, and memory would not do. */
  private static final long MOST_PIXELS = 1L << 26;

  private static final int[] RGB = {0, 1, 2};

  private Decoder() {}

  /**
   * Decodes PNG, JPEG, BMP or GIF (its first frame); 1 to 16 bits, grey, RGB, CMYK or a palette.
   *
   * @param background what lies under alpha, from 0 (black) to 1 (white)
   * @throws IOException if the bytes are damaged, cut short, or no image
   */
  static Samples decode(byte[] bytes, float background) throws IOException {
    if (Png.is(bytes)) {
      Png.check(bytes);
    }
    try (ImageInputStream in = new ByteStream(bytes)) {
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

  private static Samples decode(ImageReader reader, byte[] bytes, float background)
      throws IOException {
    long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
    if (pixels > MOST_PIXELS) {
      throw new IOException(
          "it says it has %d x %d pixels, and at most %d are read"
              .formatted(reader.getWidth(0), reader.getHeight(0), MOST_PIXELS));
    }
    List<String> warnings = new ArrayList<>();
    reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
    Samples samples =
        Cmyk.is(bytes)
            ? Cmyk.convert(reader.readRaster(0, null), bytes)
            : Pixels.of(image(reader, bytes), background);
    // The JPEG reader fills what is missing with grey, and warns.
    for (String warning : warnings) {
      if (warning.contains("Truncated") || warning.contains("premature end")) {
        throw new IOException("it is cut short (" + warning + ")");
      }
    }
    return samples;
  }

  /**
   * As a reader decodes it. A colour JPEG is decoded into red, green and blue in this order, which
   * saves a pass over the pixels; with whatever colour space its reader would give it, so that
   * nothing is converted.
   */
  private static BufferedImage image(ImageReader reader, byte[] bytes) throws IOException {
    ImageReadParam param = reader.getDefaultReadParam();
    if (Jpeg.is(bytes)) {
      ColorModel model = reader.getImageTypes(0).next().getColorModel();
      if (model instanceof ComponentColorModel && model.getNumComponents() == 3) {
        int width = reader.getWidth(0);
        WritableRaster raster =
            Raster.createInterleavedRaster(
                DataBuffer.TYPE_BYTE, width, reader.getHeight(0), 3 * width, 3, RGB, null);
        param.setDestination(new BufferedImage(model, raster, false, null));
      }
    }
    return reader.read(0, param);
  }
}
