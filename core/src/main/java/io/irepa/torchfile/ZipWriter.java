package io.irepa.torchfile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Writes a zip file without compression (APPNOTE 6.3), whose entries begin at multiples of 64
 * bytes, as PyTorch wants them in order to map them to memory. Every size is written as zip64.
 */
final class ZipWriter implements AutoCloseable {
  private static final int ALIGNMENT = 64;
  private static final int VERSION = 45;
  private static final int NAMES_ARE_UTF8 = 1 << 11;
  private static final int LOCAL_HEADER = 30;
  private static final int ZIP64_FIELD = 20;
  private static final int FIELD_HEADER = 4;
  private static final int PADDING = 0x4246;

  private final FileChannel channel;
  private final List<Entry> entries = new ArrayList<>();

  private record Entry(byte[] name, long size, int crc, long header) {}

  /** Writes an entry's bytes. */
  @FunctionalInterface
  interface Content {
    void writeTo(WritableByteChannel channel) throws IOException;
  }

  ZipWriter(Path file) throws IOException {
    this.channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
  }

  /** Writes an entry of so many bytes. */
  void entry(String name, long size, Content content) throws IOException {
    byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
    long header = channel.position();
    long before = header + LOCAL_HEADER + utf8.length + ZIP64_FIELD + FIELD_HEADER;
    int padding = (int) ((ALIGNMENT - before % ALIGNMENT) % ALIGNMENT);
    channel.position(before + padding);
    Checked checked = new Checked();
    content.writeTo(checked);
    long end = channel.position();
    if (end != before + padding + size) {
      throw new IllegalStateException(name + " has not the size that was told.");
    }
    int crc = (int) checked.crc.getValue();
    write(localHeader(utf8, size, crc, padding), header);
    channel.position(end);
    entries.add(new Entry(utf8, size, crc, header));
  }

  private static ByteBuffer localHeader(byte[] name, long size, int crc, int padding) {
    ByteBuffer header = buffer(LOCAL_HEADER + name.length + ZIP64_FIELD + FIELD_HEADER + padding);
    header.putInt(0x04034b50).putShort((short) VERSION).putShort((short) NAMES_ARE_UTF8);
    header.putShort((short) 0).putInt(0).putInt(crc).putInt(-1).putInt(-1);
    header.putShort((short) name.length);
    header.putShort((short) (ZIP64_FIELD + FIELD_HEADER + padding));
    header.put(name);
    header.putShort((short) 1).putShort((short) 16).putLong(size).putLong(size);
    header.putShort((short) PADDING).putShort((short) padding);
    return header.position(header.limit()).flip();
  }

  /** Writes the directory; nothing may follow. */
  void finish() throws IOException {
    long start = channel.position();
    for (Entry entry : entries) {
      ByteBuffer header = buffer(46 + entry.name().length + 28);
      header.putInt(0x02014b50).putShort((short) VERSION).putShort((short) VERSION);
      header.putShort((short) NAMES_ARE_UTF8).putShort((short) 0).putInt(0).putInt(entry.crc());
      header.putInt(-1).putInt(-1).putShort((short) entry.name().length).putShort((short) 28);
      header.putShort((short) 0).putShort((short) 0).putShort((short) 0).putInt(0).putInt(-1);
      header.put(entry.name()).putShort((short) 1).putShort((short) 24);
      header.putLong(entry.size()).putLong(entry.size()).putLong(entry.header());
      write(header.flip(), channel.position());
    }
    long size = channel.position() - start;
    write(end(entries.size(), start, size), channel.position());
    channel.force(true);
  }

  private static ByteBuffer end(long count, long start, long size) {
    ByteBuffer end = buffer(56 + 20 + 22);
    end.putInt(0x06064b50).putLong(44).putShort((short) VERSION).putShort((short) VERSION);
    end.putInt(0).putInt(0).putLong(count).putLong(count).putLong(size).putLong(start);
    end.putInt(0x07064b50).putInt(0).putLong(start + size).putInt(1);
    end.putInt(0x06054b50).putShort((short) 0).putShort((short) 0);
    end.putShort((short) -1).putShort((short) -1).putInt(-1).putInt(-1).putShort((short) 0);
    return end.flip();
  }

  private static ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private void write(ByteBuffer bytes, long position) throws IOException {
    channel.position(position);
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** Passes bytes on and sums them up. */
  private final class Checked implements WritableByteChannel {
    private final CRC32 crc = new CRC32();

    @Override
    public int write(ByteBuffer bytes) throws IOException {
      ByteBuffer copy = bytes.duplicate();
      int written = channel.write(bytes);
      crc.update(copy.limit(copy.position() + written));
      return written;
    }

    @Override
    public boolean isOpen() {
      return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
