package io.irepa;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file that grows by whole records: where one does not fit on the disk, none of it stays. A
 * record is with the operating system when {@link #append} returns, so it survives the process.
 *
 * @since 0.1
 */
public final class RecordFile implements Closeable {
  private final FileChannel channel;

  /**
   * Opens a file to append to, and makes it if it is not there.
   *
   * @param file in a folder that exists
   * @throws IOException if it cannot be written
   */
  public RecordFile(Path file) throws IOException {
    channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    channel.position(channel.size());
  }

  /**
   * Appends a record.
   *
   * @param record all of its bytes
   * @throws IOException if it cannot be written; the file is then as before
   */
  public void append(byte[] record) throws IOException {
    long before = channel.position();
    ByteBuffer bytes = ByteBuffer.wrap(record);
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      try {
        channel.truncate(before);
      } catch (IOException second) {
        e.addSuppressed(second);
      }
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
