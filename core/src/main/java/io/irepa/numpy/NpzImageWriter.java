package io.irepa.numpy;

import io.irepa.WholeFile;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes images and labels as {@code numpy.savez(file, images, labels)} does, which is what ADM's
 * evaluation suite reads; of images only one batch is in memory.
 *
 * @since 0.1
 */
public final class NpzImageWriter implements Closeable {
  private final Path file;
  private final Path aside;
  private final OutputStream out;
  private final CRC32 sum = new CRC32();
  private long size;

  /**
   * Begins with the images.
   *
   * @param file to write; images are gathered in a file beside it
   * @param count how many images will come
   * @param height in pixels
   * @param width in pixels
   * @throws IOException if nothing can be written there
   */
  public NpzImageWriter(Path file, int count, int height, int width) throws IOException {
    this.file = file;
    this.aside = file.resolveSibling("." + file.getFileName() + ".images");
    this.out = new BufferedOutputStream(Files.newOutputStream(aside));
    add(new NpyHeader("u1", false, false, List.of(count, height, width, 3)).bytes());
  }

  /**
   * Adds images.
   *
   * @param pixels uint8 [B,height,width,3]
   * @throws IOException if they cannot be written
   */
  public void add(byte[] pixels) throws IOException {
    out.write(pixels);
    sum.update(pixels);
    size += pixels.length;
  }

  /**
   * Writes the archive.
   *
   * @param labels one an image
   * @throws IOException if it cannot be written; nothing is then left behind
   */
  public void finish(long[] labels) throws IOException {
    out.close();
    byte[] header = new NpyHeader("i8", false, false, List.of(labels.length)).bytes();
    ByteBuffer numbers =
        ByteBuffer.allocate(header.length + 8 * labels.length).order(ByteOrder.LITTLE_ENDIAN);
    numbers.put(header).asLongBuffer().put(labels);
    CRC32 labelSum = new CRC32();
    labelSum.update(numbers.array());
    WholeFile.make(
        file,
        whole -> {
          try (ZipOutputStream zip =
              new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(whole)))) {
            zip.putNextEntry(stored("arr_0.npy", size, sum.getValue()));
            Files.copy(aside, zip);
            zip.putNextEntry(stored("arr_1.npy", numbers.capacity(), labelSum.getValue()));
            zip.write(numbers.array());
          }
        });
  }

  /** Not compressed, so that single images can be read. */
  private static ZipEntry stored(String name, long size, long sum) {
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(size);
    entry.setCompressedSize(size);
    entry.setCrc(sum);
    return entry;
  }

  @Override
  public void close() throws IOException {
    try {
      out.close();
    } finally {
      Files.deleteIfExists(aside);
    }
  }
}
