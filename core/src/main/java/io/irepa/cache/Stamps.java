package io.irepa.cache;

import io.irepa.WholeFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Beside a file of a cache, what told each of its images from a changed one when they were looked
 * at ({@link io.irepa.spi.DataSource.Outline#stamp}): while the stamps agree, images need not be
 * decoded. Without the stamps a cache is as good, and images are looked at again.
 */
final class Stamps {
  /** Of an image that has to be looked at. */
  static final long NONE = 0;

  private static final byte[] MAGIC = "IREPAST1".getBytes(StandardCharsets.US_ASCII);

  private Stamps() {}

  /**
   * Writes the stamps of a file's images.
   *
   * @param sum of the file they belong to
   */
  static void write(Path folder, int file, int sum, long[] stamps) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(MAGIC.length + 4 + Long.BYTES * stamps.length + 4)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(MAGIC)
            .putInt(sum);
    for (long stamp : stamps) {
      bytes.putLong(stamp);
    }
    bytes.putInt(ShardHeader.crc(bytes.duplicate().flip()));
    WholeFile.write(folder.resolve(CacheLayout.stamps(file)), bytes.array());
  }

  /** The stamps of so many images; {@link #NONE} for each if they are not there or not whole. */
  static long[] read(Path folder, int file, int sum, int count) throws IOException {
    long[] stamps = new long[count];
    Path path = folder.resolve(CacheLayout.stamps(file));
    if (!Files.exists(path)) {
      return stamps;
    }
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN);
    int begin = MAGIC.length + 4;
    int end = begin + Long.BYTES * count;
    if (bytes.capacity() == end + 4
        && Arrays.equals(Arrays.copyOf(bytes.array(), MAGIC.length), MAGIC)
        && bytes.getInt(MAGIC.length) == sum
        && bytes.getInt(end) == ShardHeader.crc(bytes.slice(0, end))) {
      bytes.position(begin).slice().order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(stamps);
    }
    return stamps;
  }
}
