package io.irepa.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** The chunks of a PNG file, whose checksums Java's reader does not look at. */
final class Png {
  private static final long SIGNATURE = 0x89504E470D0A1A0AL;

  private Png() {}

  /** Whether the bytes begin as a PNG file does. */
  static boolean is(byte[] bytes) {
    return bytes.length >= 8 && ByteBuffer.wrap(bytes).getLong() == SIGNATURE;
  }

  /**
   * Goes through the chunks up to the last.
   *
   * @throws IOException if the file ends before, or a chunk that pixels depend on is damaged
   */
  static void check(byte[] bytes) throws IOException {
    ByteBuffer file = ByteBuffer.wrap(bytes).position(8);
    while (file.remaining() >= 12) {
      int length = file.getInt();
      if (length < 0 || length > file.remaining() - 8) {
        break;
      }
      int start = file.position();
      String type = new String(bytes, start, 4, StandardCharsets.ISO_8859_1);
      CRC32 checksum = new CRC32();
      checksum.update(bytes, start, 4 + length);
      file.position(start + 4 + length);
      boolean whole = file.getInt() == (int) checksum.getValue();
      if (!whole && Character.isUpperCase(type.charAt(0))) {
        throw new IOException("its chunk " + type + " is damaged");
      }
      if (type.equals("IEND")) {
        return;
      }
    }
    throw new IOException("it is cut short");
  }

  /** The content of the first chunk of a type; empty if there is none. */
  static ByteBuffer chunk(byte[] bytes, String wanted) {
    ByteBuffer file = ByteBuffer.wrap(bytes).position(8);
    while (file.remaining() >= 12) {
      int length = file.getInt();
      if (length < 0 || length > file.remaining() - 8) {
        break;
      }
      int start = file.position();
      if (new String(bytes, start, 4, StandardCharsets.ISO_8859_1).equals(wanted)) {
        return file.slice(start + 4, length);
      }
      file.position(start + length + 8);
    }
    return ByteBuffer.allocate(0);
  }
}
