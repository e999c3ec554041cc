package io.irepa.image;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * How a camera was held, as Exif's tag Orientation says it (CIPA DC-008, table 6): a photograph is
 * stored as its sensor saw it, and shown turned or mirrored.
 *
 * @param transposed rows become columns first
 * @param mirrored then left and right are swapped
 * @param flipped then top and bottom are swapped
 */
record Orientation(boolean transposed, boolean mirrored, boolean flipped) {
  private static final Orientation UPRIGHT = new Orientation(false, false, false);

  /** Left and right exchanged. */
  static final Orientation MIRRORED = new Orientation(false, true, false);

  private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);
  private static final int APP1 = 0xE1;
  private static final int TAG = 0x0112;
  private static final int SHORT = 3;

  /** The orientation that a JPEG or PNG file states; upright where it states none that is known. */
  static Orientation of(byte[] file) {
    try {
      return Png.is(file) ? ofTiff(Png.chunk(file, "eXIf")) : ofTiff(exif(file));
    } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException e) {
      return UPRIGHT; // Damaged notes about an image are no damage to the image.
    }
  }

  /** The block of the first segment that is Exif's; empty if there is none. */
  private static ByteBuffer exif(byte[] file) {
    int next = Jpeg.FIRST;
    for (int at = Jpeg.segment(file, APP1, next); at > 0; at = Jpeg.segment(file, APP1, next)) {
      next = Jpeg.next(file, at);
      ByteBuffer content = ByteBuffer.wrap(file, at + 4, next - at - 4).slice();
      if (content.remaining() > EXIF.length
          && content.slice(0, EXIF.length).equals(ByteBuffer.wrap(EXIF))) {
        return content.position(EXIF.length).slice();
      }
    }
    return ByteBuffer.allocate(0);
  }

  /** From a TIFF header and its first directory. */
  private static Orientation ofTiff(ByteBuffer tiff) {
    if (!tiff.hasRemaining()) {
      return UPRIGHT;
    }
    tiff.order(tiff.getShort(0) == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int directory = tiff.getInt(4);
    int entries = tiff.getShort(directory) & 0xFFFF;
    for (int i = 0; i < entries; i++) {
      int entry = directory + 2 + 12 * i;
      if ((tiff.getShort(entry) & 0xFFFF) == TAG && tiff.getShort(entry + 2) == SHORT) {
        return ofTag(tiff.getShort(entry + 8));
      }
    }
    return UPRIGHT;
  }

  private static Orientation ofTag(int value) {
    return switch (value) {
      case 2 -> MIRRORED;
      case 3 -> new Orientation(false, true, true);
      case 4 -> new Orientation(false, false, true);
      case 5 -> new Orientation(true, false, false);
      case 6 -> new Orientation(true, true, false);
      case 7 -> new Orientation(true, true, true);
      case 8 -> new Orientation(true, false, true);
      default -> UPRIGHT;
    };
  }

  /** The width of an image that is turned. */
  int width(Samples stored) {
    return transposed ? stored.height() : stored.width();
  }

  /** The height of an image that is turned. */
  int height(Samples stored) {
    return transposed ? stored.width() : stored.height();
  }

  /** Which stored pixel, counted row by row, stands at a place of the turned image. */
  int source(Samples stored, int x, int y) {
    int column = mirrored ? width(stored) - 1 - x : x;
    int row = flipped ? height(stored) - 1 - y : y;
    return transposed ? column * stored.width() + row : row * stored.width() + column;
  }

  /** The image as it is to be seen. */
  Samples apply(Samples stored) {
    return equals(UPRIGHT) ? stored : stored.turned(this);
  }
}
