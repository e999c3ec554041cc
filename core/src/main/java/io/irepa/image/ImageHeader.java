package io.irepa.image;

import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.stream.ImageInputStream;

/**
 * What an image file says of itself, read without its pixels.
 *
 * @param format such as {@code jpeg} or {@code png}
 * @param width in pixels, as stored
 * @param height in pixels, as stored
 * @param channels 1 grey, 2 grey and alpha, 3 colour or a palette, 4 colour and alpha, or four inks
 * @param alpha whether one is alpha
 * @since 0.1
 */
public record ImageHeader(String format, int width, int height, int channels, boolean alpha) {
  private static final int EOI = 0xD9;

  /**
   * Reads it, and looks whether the file ends as such a file does: PNG's chunks are checked by
   * their sums, and a JPEG file has an end.
   *
   * @param bytes of the whole file
   * @return what is said
   * @throws IOException if it is no image, cut short, or damaged as far as that is seen
   */
  public static ImageHeader of(byte[] bytes) throws IOException {
    if (Png.is(bytes)) {
      Png.check(bytes);
    }
    if (Jpeg.is(bytes) && !ends(bytes)) {
      throw new IOException("it is cut short");
    }
    try (ImageInputStream in = new ByteStream(bytes)) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new IOException("it is not an image that can be decoded");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        return of(reader, bytes);
      } finally {
        reader.dispose();
      }
    } catch (RuntimeException e) {
      throw new IOException("it cannot be decoded (" + e + ")", e); // As in Decoder.
    }
  }

  private static ImageHeader of(ImageReader reader, byte[] bytes) throws IOException {
    String format = reader.getFormatName().toLowerCase(Locale.ROOT);
    int width = reader.getWidth(0);
    int height = reader.getHeight(0);
    if (Cmyk.is(bytes)) {
      return new ImageHeader(format, width, height, 4, false);
    }
    Iterator<ImageTypeSpecifier> types = reader.getImageTypes(0);
    if (!types.hasNext()) {
      throw new IOException("its colours are of a kind that is not read");
    }
    ImageTypeSpecifier type = types.next();
    return new ImageHeader(
        format,
        width,
        height,
        type.getColorModel().getNumComponents(),
        type.getColorModel().hasAlpha());
  }

  /** Whether a JPEG file has an end, behind which some cameras write more. */
  private static boolean ends(byte[] bytes) {
    int start = Jpeg.segment(bytes, Jpeg.SOS, Jpeg.FIRST);
    for (int i = bytes.length - 2; i > Math.max(0, start); i--) {
      if ((bytes[i] & 255) == 0xFF && (bytes[i + 1] & 255) == EOI) {
        return true;
      }
    }
    return false;
  }
}
