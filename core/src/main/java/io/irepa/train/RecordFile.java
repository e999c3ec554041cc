package io.irepa.train;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file that grows by whole records: where one does not fit on the disk, none of it stays. */
final class RecordFile implements Closeable {
  private final FileChannel channel;

  /** Opens a file to append to, and makes it if it is not there. */
  RecordFile(Path file) throws IOException {
    channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    channel.position(channel.size());
  }

  void append(byte[] record) throws IOException {
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
