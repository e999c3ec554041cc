package io.irepa.train;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * What a file must be like.
 *
 * @param bytes its size
 * @param crc32c CRC-32C of its content, eight hexadecimal digits
 */
record FileSum(long bytes, String crc32c) {
  private static final int CHUNK = 1 << 20;

  /** Reads a file through. */
  static FileSum of(Path file) throws IOException {
    CRC32C sum = new CRC32C();
    long bytes = 0;
    ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      while (channel.read(chunk.clear()) >= 0) {
        bytes += chunk.position();
        sum.update(chunk.flip());
      }
    }
    return new FileSum(bytes, "%08x".formatted(sum.getValue()));
  }
}
