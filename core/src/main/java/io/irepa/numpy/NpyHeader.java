package io.irepa.numpy;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What stands before the numbers of an array in NumPy's format (versions 1 to 3).
 *
 * @param type as NumPy writes it, such as {@code f4}, {@code f2} or {@code u1}
 * @param bigEndian whether numbers of several bytes begin with the highest
 * @param columnsFirst whether the first index runs fastest, as in Fortran
 * @param shape sides; empty for one number
 * @since 0.1
 */
public record NpyHeader(String type, boolean bigEndian, boolean columnsFirst, List<Integer> shape) {
  private static final Pattern HEADER =
      Pattern.compile(
          "'descr': *'([<|>=])([a-z][0-9]+)'.*'fortran_order': *(True|False).*'shape': *\\(([0-9, ]*)\\)");
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int MOST = 1 << 20;

  /**
   * Copies the list.
   *
   * @param type as NumPy writes it
   * @param bigEndian whether numbers begin with the highest byte
   * @param columnsFirst whether the first index runs fastest
   * @param shape sides
   */
  public NpyHeader {
    shape = List.copyOf(shape);
  }

  /**
   * Reads a header and leaves the stream at the first number.
   *
   * @param in stays open
   * @return what it says
   * @throws IOException if this is no array in NumPy's format, or not of plain numbers
   */
  public static NpyHeader read(InputStream in) throws IOException {
    byte[] start = in.readNBytes(MAGIC.length + 2);
    if (start.length < MAGIC.length + 2
        || !Arrays.equals(Arrays.copyOf(start, MAGIC.length), MAGIC)) {
      throw new IOException("it is not in NumPy's format");
    }
    int bytes = start[MAGIC.length] == 1 ? 2 : 4;
    byte[] size = Arrays.copyOf(whole(in, bytes), 4);
    int length = ByteBuffer.wrap(size).order(ByteOrder.LITTLE_ENDIAN).getInt();
    if (length < 0 || length > MOST) {
      throw new IOException("its header says that it has " + length + " bytes");
    }
    String text = new String(whole(in, length), StandardCharsets.US_ASCII);
    Matcher found = HEADER.matcher(text);
    if (!found.find()) {
      throw new IOException("its header is " + text.strip());
    }
    try {
      return new NpyHeader(
          found.group(2),
          found.group(1).equals(">"),
          found.group(3).equals("True"),
          Arrays.stream(found.group(4).split(",", -1))
              .map(String::strip)
              .filter(side -> !side.isEmpty())
              .map(Integer::parseInt)
              .toList());
    } catch (NumberFormatException e) {
      throw new IOException("its header is " + text.strip(), e);
    }
  }

  private static byte[] whole(InputStream in, int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException("it is cut short");
    }
    return bytes;
  }

  /** {@return how many numbers there are} */
  public long count() {
    return shape.stream().mapToLong(side -> side).reduce(1, (a, b) -> a * b);
  }

  /** {@return the header in NumPy's format, version 1, little-endian and rows first} */
  public byte[] bytes() {
    String sides =
        shape.stream().map(side -> side + ",").collect(Collectors.joining(" ", "(", ")"));
    String order = type.endsWith("1") ? "|" : "<";
    String text =
        "{'descr': '%s%s', 'fortran_order': False, 'shape': %s, }".formatted(order, type, sides);
    int before = MAGIC.length + 4;
    int length = (before + text.length() + 1 + 63) / 64 * 64 - before;
    ByteBuffer out = ByteBuffer.allocate(before + length).order(ByteOrder.LITTLE_ENDIAN);
    out.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) length);
    out.put(
        (text + " ".repeat(length - 1 - text.length()) + "\n").getBytes(StandardCharsets.US_ASCII));
    return out.array();
  }
}
