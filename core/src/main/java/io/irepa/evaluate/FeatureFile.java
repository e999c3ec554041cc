package io.irepa.evaluate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.irepa.IrepaException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Features of many images, a row of float32 each, in a file that grows: what a killed process has
 * written stays, but for a row that it did not finish.
 */
final class FeatureFile implements AutoCloseable {
  private final FileChannel file;
  private long rows;
  private int width;

  private FeatureFile(FileChannel file) {
    this.file = file;
  }

  /**
   * Opens or makes a file.
   *
   * @throws IrepaException if another process has it open
   * @throws IOException if it cannot be read or written
   */
  static FeatureFile open(Path path) throws IOException {
    Files.createDirectories(path.toAbsolutePath().getParent());
    FileChannel channel =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    FeatureFile file = new FeatureFile(channel);
    if (!file.lock()) {
      channel.close();
      throw new IrepaException("Another process evaluates with %s. Wait for it.".formatted(path));
    }
    file.readWidth();
    return file;
  }

  private boolean lock() throws IOException {
    try {
      FileLock lock = file.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  /** The first four bytes are the width. */
  private void readWidth() throws IOException {
    ByteBuffer head = buffer(4);
    while (head.hasRemaining() && file.read(head, head.position()) >= 0) {
      // A short file ends the loop.
    }
    if (!head.hasRemaining() && head.getInt(0) > 0) {
      width = head.getInt(0);
      rows = (file.size() - 4) / (4L * width);
    }
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** How many rows there are. */
  long rows() {
    return rows;
  }

  /** Numbers a row; 0 while there are none. */
  int width() {
    return width;
  }

  /**
   * Adds rows after the last whole one.
   *
   * @param values row by row
   * @param newWidth numbers a row
   * @throws IrepaException if the rows there have another width
   */
  void append(float[] values, int newWidth) throws IOException {
    if (rows > 0 && newWidth != width) {
      throw new IrepaException(
          "Features have %d numbers now and had %d before.".formatted(newWidth, width));
    }
    if (rows == 0) {
      ByteBuffer head = buffer(4).putInt(0, newWidth);
      write(head, 0);
      width = newWidth;
    }
    ByteBuffer bytes = buffer(4 * values.length);
    bytes.asFloatBuffer().put(values);
    write(bytes, 4 + rows * 4L * width);
    rows += values.length / width;
  }

  /** Forgets the rows from the given one on. */
  void cut(long first) {
    rows = Math.min(rows, first);
  }

  private void write(ByteBuffer bytes, long at) throws IOException {
    long place = at;
    while (bytes.hasRemaining()) {
      place += file.write(bytes, place);
    }
  }

  /**
   * Reads rows.
   *
   * @param manager of the CPU
   * @return float32 [N,width]
   */
  NDArray read(long[] indices, NDManager manager) throws IOException {
    float[] values = new float[indices.length * width];
    int at = 0;
    while (at < indices.length) {
      int run = at + 1;
      while (run < indices.length && indices[run] == indices[run - 1] + 1) {
        run++;
      }
      ByteBuffer bytes = buffer(4 * width * (run - at));
      long place = 4 + indices[at] * 4L * width;
      while (bytes.hasRemaining()) {
        int read = file.read(bytes, place + bytes.position());
        if (read < 0) {
          throw new IOException("the file of features is shorter than it was");
        }
      }
      bytes.flip();
      bytes.asFloatBuffer().get(values, at * width, (run - at) * width);
      at = run;
    }
    return manager.create(values, new Shape(indices.length, width));
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
