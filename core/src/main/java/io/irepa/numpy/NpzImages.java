package io.irepa.numpy;

import io.irepa.IoReason;
import io.irepa.IrepaException;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Images in a NumPy archive as ADM's evaluation suite has them: {@code arr_0}, uint8 [N,H,W,3], and
 * perhaps labels, {@code arr_1}. Any thread may read.
 *
 * @since 0.1
 */
public final class NpzImages implements Closeable {
  private static final String IMAGES = "arr_0.npy";
  private static final String LABELS = "arr_1.npy";

  private final Path file;
  private final ZipFile zip;
  private final NpyHeader header;
  private final long start;

  private NpzImages(Path file, ZipFile zip) throws IOException {
    this.file = file;
    this.zip = zip;
    ZipEntry entry = zip.getEntry(IMAGES);
    if (entry == null) {
      throw new IrepaException(
          "%s has no images arr_0; it has %s."
              .formatted(file, String.join(", ", zip.stream().map(ZipEntry::getName).toList())));
    }
    if (entry.getMethod() != ZipEntry.STORED) {
      throw new IrepaException(
          file
              + ": its images are compressed, so that none can be read without all before it. Write them with numpy.savez.");
    }
    try (InputStream in = zip.getInputStream(entry)) {
      this.header = NpyHeader.read(in);
      this.start = entry.getSize() - header.count();
    }
    List<Integer> shape = header.shape();
    if (!header.type().equals("u1")
        || shape.size() != 4
        || shape.get(3) != 3
        || shape.get(0) < 1
        || header.columnsFirst()
        || start < 0) {
      throw new IrepaException(
          "%s: arr_0 is %s of the shape %s; images are u1 of the shape [N, height, width, 3], in C's order."
              .formatted(file, header.type(), shape));
    }
  }

  /**
   * Opens an archive.
   *
   * @param file ending with {@code .npz}
   * @return to be closed
   * @throws IrepaException if it is damaged, compressed, or holds no images
   */
  public static NpzImages open(Path file) {
    try {
      ZipFile zip = new ZipFile(file.toFile());
      boolean whole = false;
      try {
        NpzImages images = new NpzImages(file, zip);
        whole = true;
        return images;
      } finally {
        if (!whole) {
          zip.close();
        }
      }
    } catch (IOException e) {
      throw new IrepaException(
          "The images %s cannot be read: %s. Is it a whole .npz file?"
              .formatted(file, IoReason.of(e)),
          e);
    }
  }

  /**
   * Whether an archive has images and no moments of features.
   *
   * @param file ending with {@code .npz}
   * @return false also if it cannot be read
   */
  public static boolean alone(Path file) {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return zip.getEntry(IMAGES) != null && zip.getEntry("mu.npy") == null;
    } catch (IOException e) {
      return false; // Whoever opens it next says why.
    }
  }

  /** {@return how many images there are} */
  public int count() {
    return header.shape().get(0);
  }

  /** {@return in pixels} */
  public int height() {
    return header.shape().get(1);
  }

  /** {@return in pixels} */
  public int width() {
    return header.shape().get(2);
  }

  /**
   * The images' labels.
   *
   * @return one an image; empty if there are none
   * @throws IrepaException if there are not as many as images, or they are no integers
   */
  public Optional<long[]> labels() {
    ZipEntry entry = zip.getEntry(LABELS);
    if (entry == null) {
      return Optional.empty();
    }
    try (DataInputStream in = new DataInputStream(zip.getInputStream(entry))) {
      NpyHeader numbers = NpyHeader.read(in);
      int size = numbers.type().equals("i8") ? 8 : 4;
      if (!List.of("i4", "i8").contains(numbers.type())
          || !numbers.shape().equals(List.of(count()))) {
        throw new IrepaException(
            "%s: arr_1 is %s of the shape %s; labels are i4 or i8, one for each of %d images."
                .formatted(file, numbers.type(), numbers.shape(), count()));
      }
      ByteBuffer bytes =
          ByteBuffer.wrap(in.readNBytes(size * count()))
              .order(numbers.bigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
      long[] labels = new long[count()];
      for (int i = 0; i < labels.length; i++) {
        labels[i] = size == 8 ? bytes.getLong() : bytes.getInt();
      }
      return Optional.of(labels);
    } catch (IOException e) {
      throw new IrepaException(
          "The labels in %s cannot be read: %s.".formatted(file, IoReason.of(e)), e);
    }
  }

  /**
   * One image.
   *
   * @param index from 0
   * @return [3,H,W] in [0,1]
   * @throws IOException if it cannot be read, naming the file and the image
   */
  public float[] read(int index) throws IOException {
    int plane = height() * width();
    byte[] bytes;
    try (InputStream in = zip.getInputStream(zip.getEntry(IMAGES))) {
      in.skipNBytes(start + 3L * plane * index); // What is stored is skipped without being read.
      bytes = in.readNBytes(3 * plane);
    } catch (IOException e) {
      throw new IOException(
          "%s: image %d cannot be read: %s".formatted(file, index, IoReason.of(e)), e);
    }
    if (bytes.length < 3 * plane) {
      throw new IOException("%s: image %d is cut short".formatted(file, index));
    }
    float[] image = new float[3 * plane];
    for (int i = 0; i < image.length; i++) {
      image[i] = (bytes[3 * (i % plane) + i / plane] & 0xFF) / 255f;
    }
    return image;
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
