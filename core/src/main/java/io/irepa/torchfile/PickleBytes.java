package io.irepa.torchfile;

import io.irepa.IrepaException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A pickle's bytes, and where in the file one is when something is wrong. */
final class PickleBytes {
  private static final int MOST_LINE = 256;

  private final Path file;
  private final String part;
  private final ByteBuffer bytes;

  /**
   * @param part of the file that the bytes are, for errors
   */
  PickleBytes(Path file, String part, ByteBuffer bytes) {
    this.file = file;
    this.part = part;
    this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
  }

  int position() {
    return bytes.position();
  }

  int u1() {
    return need(1).get() & 0xff;
  }

  int u2() {
    return need(2).getShort() & 0xffff;
  }

  int i4() {
    return need(4).getInt();
  }

  long i8() {
    return need(8).getLong();
  }

  double f8() {
    return Double.longBitsToDouble(Long.reverseBytes(i8()));
  }

  void skip(int count) {
    take(count);
  }

  byte[] take(long count) {
    byte[] taken = new byte[need(count).remaining() < count ? 0 : (int) count];
    bytes.get(taken);
    return taken;
  }

  String text(long length) {
    return text(length, StandardCharsets.UTF_8);
  }

  String latin(long length) {
    return text(length, StandardCharsets.ISO_8859_1);
  }

  private String text(long length, Charset charset) {
    return new String(take(length), charset);
  }

  /** Up to the end of the line. */
  String line() {
    StringBuilder line = new StringBuilder();
    for (int c = u1(); c != '\n'; c = u1()) {
      if (line.length() == MOST_LINE) {
        throw problem("a name has more than %d letters".formatted(MOST_LINE));
      }
      line.append((char) c);
    }
    return line.toString();
  }

  private ByteBuffer need(long count) {
    if (count < 0 || count > bytes.remaining()) {
      throw problem("it ends early");
    }
    return bytes;
  }

  /** An error at this place. */
  IrepaException problem(String why) {
    return new IrepaException(
        "%s cannot be read, or is damaged: at byte %d of %s, %s."
            .formatted(file, bytes.position(), part, why));
  }
}
