package io.irepa.weights;

import io.irepa.IoReason;
import io.irepa.IrepaException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * The checksum of files as they were when this was made. Bytes are read when it is first asked for.
 *
 * @since 0.1
 */
public final class FileChecksum {
  private static final int PART = 1 << 20;

  private final Map<Path, String> files = new LinkedHashMap<>();
  private volatile String text = "";

  FileChecksum(List<Path> files) {
    files.forEach(file -> this.files.put(file, state(file)));
  }

  /**
   * CRC-32C of all bytes, and their number.
   *
   * @return such as {@code crc32c-0a1b2c3d-4096}
   * @throws IrepaException if a file has changed since, or cannot be read
   */
  public String text() {
    String known = text;
    if (known.isEmpty()) {
      known = compute();
      text = known;
    }
    return known;
  }

  private String compute() {
    CRC32C sum = new CRC32C();
    long bytes = 0;
    for (Map.Entry<Path, String> file : files.entrySet()) {
      bytes += add(file.getKey(), sum);
      if (!state(file.getKey()).equals(file.getValue())) {
        throw new IrepaException(
            file.getKey() + " has changed since it was loaded. Start again with the file at rest.");
      }
    }
    return "crc32c-%08x-%d".formatted(sum.getValue(), bytes);
  }

  private static long add(Path file, CRC32C sum) {
    ByteBuffer part = ByteBuffer.allocateDirect(PART);
    long bytes = 0;
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      while (channel.read(part) >= 0) {
        part.flip();
        bytes += part.remaining();
        sum.update(part);
        part.clear();
      }
      return bytes;
    } catch (IOException e) {
      throw new IrepaException("Cannot read " + file + ": " + IoReason.of(e) + ".", e);
    }
  }

  private static String state(Path file) {
    try {
      return Files.size(file) + " " + Files.getLastModifiedTime(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
