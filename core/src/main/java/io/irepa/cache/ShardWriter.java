package io.irepa.cache;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Writes a file of a cache, to a place aside: the header comes last. */
final class ShardWriter implements AutoCloseable {
  private final FileChannel channel;
  private final CacheLayout layout;
  private final int file;
  private final ByteBuffer table;
  private final ByteBuffer stored;

  ShardWriter(Path aside, CacheLayout layout, int file) throws IOException {
    this.layout = layout;
    this.file = file;
    this.table = little(layout.table(file));
    this.stored = little(layout.codec().bytes());
    this.channel =
        FileChannel.open(
            aside,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The hash of an image's pixels, in one of its orientations. */
  void hash(int place, int orientation, long hash) {
    table.putLong(layout.cell(place, orientation) - CacheLayout.HEADER, hash);
  }

  /**
   * What is kept of an orientation that has its own.
   *
   * @param values holds [rows,width] from {@code from} on
   */
  void content(int place, int variant, float[] values, int from) throws IOException {
    layout.codec().encode(values, from, stored.clear());
    int cell = layout.cell(place, variant) - CacheLayout.HEADER;
    table.putInt(cell + CacheLayout.HASH, ShardHeader.crc(stored.flip()));
    write(stored.rewind(), layout.content(file, place, variant));
  }

  /** Writes table and header, and has the system write the file to the disk. */
  void finish() throws IOException {
    long end = layout.bytes(file);
    if (channel.size() < end) { // Its last images could not be read.
      write(ByteBuffer.allocate(1), end - 1);
    }
    write(table.clear(), CacheLayout.HEADER);
    write(ShardHeader.of(layout, file, table.clear()), 0);
    channel.force(true);
  }

  private void write(ByteBuffer bytes, long position) throws IOException {
    long at = position;
    while (bytes.hasRemaining()) {
      at += channel.write(bytes, at);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
