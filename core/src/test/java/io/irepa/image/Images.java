package io.irepa.image;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Image files whose samples are known. */
final class Images {
  private Images() {}

  /** An image of one colour, as stored: 1 grey, 2 grey and alpha, 3 RGB or 4 RGBA samples. */
  static BufferedImage plain(int width, int height, int bits, int... samples) {
    boolean alpha = samples.length % 2 == 0;
    ColorModel model =
        new ComponentColorModel(
            ColorSpace.getInstance(samples.length > 2 ? ColorSpace.CS_sRGB : ColorSpace.CS_GRAY),
            alpha,
            false,
            alpha ? Transparency.TRANSLUCENT : Transparency.OPAQUE,
            bits == 8 ? DataBuffer.TYPE_BYTE : DataBuffer.TYPE_USHORT);
    WritableRaster raster = model.createCompatibleWritableRaster(width, height);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        raster.setPixel(x, y, samples);
      }
    }
    return new BufferedImage(model, raster, false, null);
  }

  static byte[] encoded(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (!ImageIO.write(image, format, out)) {
      throw new IOException("no writer for " + format);
    }
    return out.toByteArray();
  }

  static Path write(Path file, BufferedImage image, String format) throws IOException {
    Files.createDirectories(file.getParent());
    return Files.write(file, encoded(image, format));
  }

  /** A smooth picture, so that a JPEG file of it has some length. */
  static BufferedImage smooth(int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, (x * 7 % 256) << 16 | (y * 5 % 256) << 8 | ((x + y) * 3 % 256));
      }
    }
    return image;
  }

  /** (7x² + 11y² + 5xy + 40c) mod 256 in channel c. */
  static Picture formula(int width, int height) {
    return new Picture(levels(width, height));
  }

  /** Likewise, by itself. */
  static Levels levels(int width, int height) {
    byte[] rgb = new byte[3 * width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int c = 0; c < 3; c++) {
          rgb[3 * (y * width + x) + c] = (byte) (x * x * 7 + y * y * 11 + x * y * 5 + 40 * c);
        }
      }
    }
    return new Levels(width, height, rgb);
  }
}
