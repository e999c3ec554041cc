package io.irepa.tensor;

import io.irepa.IoReason;
import io.irepa.IrepaException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * An open file of arrays, read at places, by any thread.
 *
 * @since 0.1
 */
public final class StoredFile implements AutoCloseable {
  private final Path path;
  private final FileChannel channel;
  private final long size;

  private StoredFile(Path path, FileChannel channel, long size) {
    this.path = path;
    this.channel = channel;
    this.size = size;
  }

  /**
   * Opens a file.
   *
   * @param path of the file
   * @return to be closed, once nothing of it is read any more
   * @throws IrepaException if there is none, or it cannot be read
   */
  public static StoredFile open(Path path) {
    FileChannel channel = null;
    boolean whole = false;
    try {
      channel = FileChannel.open(path, StandardOpenOption.READ);
      StoredFile file = new StoredFile(path, channel, channel.size());
      whole = true;
      return file;
    } catch (IOException e) {
      throw unreadable(path, e);
    } finally {
      if (!whole && channel != null) {
        closeQuietly(channel, path);
      }
    }
  }

  /** {@return the file's place} */
  public Path path() {
    return path;
  }

  /** {@return bytes of the file when it was opened} */
  public long size() {
    return size;
  }

  /**
   * Reads bytes to the heap.
   *
   * @param position of the first one
   * @param count of bytes, at most what the file has after the position
   * @return little-endian, from 0 to {@code count}
   * @throws IrepaException if the file ends early or cannot be read
   */
  public ByteBuffer bytes(long position, int count) {
    if (position < 0 || count < 0 || position > size - count) {
      throw damaged("it ends early, at byte " + size);
    }
    ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    fill(bytes, position);
    return bytes.flip();
  }

  /** Fills a buffer up to its limit; several threads may, at once. */
  void fill(ByteBuffer bytes, long position) {
    try {
      long at = position;
      while (bytes.hasRemaining()) {
        int read = channel.read(bytes, at);
        if (read < 0) {
          throw damaged("it ends early, at byte " + at);
        }
        at += read;
      }
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  /**
   * An error about this file.
   *
   * @param why the file cannot be what it should be, without a full stop
   * @return to be thrown
   */
  public IrepaException damaged(String why) {
    return new IrepaException("%s cannot be read, or is damaged: %s.".formatted(path, why));
  }

  private static IrepaException unreadable(Path path, IOException e) {
    return new IrepaException("Cannot read " + path + ": " + IoReason.of(e) + ".", e);
  }

  private static void closeQuietly(FileChannel channel, Path path) {
    try {
      channel.close();
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  @Override
  public void close() {
    closeQuietly(channel, path);
  }
}
