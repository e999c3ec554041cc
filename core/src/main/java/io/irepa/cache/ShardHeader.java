package io.irepa.cache;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** The first bytes of a file: what it holds, the table's checksum, and its own. */
final class ShardHeader {
  private static final byte[] MAGIC = "IREPAFC1".getBytes(StandardCharsets.US_ASCII);
  private static final int CHECKED = 36;

  private ShardHeader() {}

  /** The header that a whole file with this table has. */
  static ByteBuffer of(CacheLayout layout, int file, ByteBuffer table) {
    ByteBuffer header =
        ByteBuffer.allocate(CacheLayout.HEADER).order(ByteOrder.LITTLE_ENDIAN).put(MAGIC);
    header.putLong(layout.key()).putLong(layout.first(file)).putInt(layout.count(file));
    header.putInt(layout.codec().bytes()).putInt(crc(table.duplicate()));
    return header.putInt(crc(header.duplicate().flip().limit(CHECKED))).clear();
  }

  /** What is wrong with a file's first bytes; empty if nothing is. */
  static String wrong(CacheLayout layout, int file, ByteBuffer whole) {
    byte[] magic = new byte[MAGIC.length];
    whole.get(0, magic);
    if (!Arrays.equals(magic, MAGIC)) {
      return "it does not begin as such a file does";
    }
    ByteBuffer expected = of(layout, file, whole.slice(CacheLayout.HEADER, layout.table(file)));
    if (whole.getLong(MAGIC.length) != layout.key()) {
      return "it belongs to another cache";
    }
    return whole.slice(0, CacheLayout.HEADER).equals(expected)
        ? ""
        : "its header or table is damaged";
  }

  /** What a whole file's header says of it all in four bytes. */
  static int sum(ByteBuffer whole) {
    return whole.getInt(CHECKED);
  }

  static int crc(ByteBuffer bytes) {
    CRC32C sum = new CRC32C();
    sum.update(bytes);
    return (int) sum.getValue();
  }
}
