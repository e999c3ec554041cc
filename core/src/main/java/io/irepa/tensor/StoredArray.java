package io.irepa.tensor;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.irepa.IrepaException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.util.stream.IntStream;

/**
 * An array that lies in a file and is read when it is asked for. Its numbers lie row by row, or at
 * the strides that a file gives.
 *
 * @since 0.1
 */
public final class StoredArray implements ArrayBytes {
  private static final long MOST = 1L << 42;
  private static final int MOST_DIMENSIONS = 64;
  private static final int STAGE = 1 << 18;
  private static final int SLICE = 1 << 21;

  private final StoredFile file;
  private final String name;
  private final StoredFormat format;
  private final Shape shape;
  private final long position;
  private final Strides strides;

  /**
   * Bytes of a file.
   *
   * @param position of the first byte
   * @param bytes how many
   */
  public record Extent(long position, long bytes) {}

  private StoredArray(
      StoredFile file,
      String name,
      StoredFormat format,
      Shape shape,
      long position,
      Strides strides) {
    this.file = file;
    this.name = name;
    this.format = format;
    this.shape = shape;
    this.position = position;
    this.strides = strides;
  }

  /**
   * An array whose numbers lie row by row and fill its bytes.
   *
   * @param file that it lies in
   * @param name for errors
   * @param format of its numbers
   * @param dimensions of its shape
   * @param bytes where it lies
   * @return readable while the file is open
   * @throws IrepaException if shape, bytes and file do not agree
   */
  public static StoredArray packed(
      StoredFile file, String name, StoredFormat format, long[] dimensions, Extent bytes) {
    check(file, name, format, dimensions, bytes);
    long count = new Shape(dimensions).size();
    if (count * format.bytes() != bytes.bytes()) {
      throw file.damaged("the bytes of the array " + name + " do not fit its shape or the file");
    }
    return new StoredArray(
        file, name, format, new Shape(dimensions), bytes.position(), Strides.packed(dimensions));
  }

  /**
   * An array within bytes that it may share with others.
   *
   * @param file that it lies in
   * @param name for errors
   * @param format of its numbers
   * @param strides where its numbers lie within the bytes
   * @param bytes within which it must lie
   * @return readable while the file is open
   * @throws IrepaException if strides, bytes and file do not agree
   */
  public static StoredArray strided(
      StoredFile file, String name, StoredFormat format, Strides strides, Extent bytes) {
    check(file, name, format, strides.dimensions(), bytes);
    Shape shape = new Shape(strides.dimensions());
    if (shape.size() == 0) {
      return new StoredArray(file, name, format, shape, bytes.position(), strides);
    }
    long span = strides.span();
    if (span < 0 || strides.offset() > bytes.bytes() / format.bytes() - span) {
      throw file.damaged("the array " + name + " goes beyond its bytes");
    }
    if (!strides.isPacked() && Math.max(span, shape.size()) > Integer.MAX_VALUE / format.bytes()) {
      throw file.damaged(
          "the array " + name + " has gaps and more than 2 GiB; save it after .contiguous()");
    }
    return new StoredArray(
        file, name, format, shape, bytes.position() + strides.offset() * format.bytes(), strides);
  }

  private static void check(
      StoredFile file, String name, StoredFormat format, long[] dimensions, Extent bytes) {
    if (bytes.position() < 0
        || bytes.bytes() < 0
        || bytes.position() > file.size() - bytes.bytes()) {
      throw file.damaged("the bytes of the array " + name + " lie outside of the file");
    }
    if (dimensions.length > MOST_DIMENSIONS) {
      throw file.damaged("the array " + name + " has " + dimensions.length + " dimensions");
    }
    long count = 1;
    boolean empty = false;
    for (long dimension : dimensions) {
      if (dimension < 0) {
        throw file.damaged("the array " + name + " has a negative dimension");
      }
      if (dimension > 0 && count > MOST / dimension) {
        throw file.damaged("the array " + name + " is larger than the file");
      }
      count *= Math.max(1, dimension);
      empty |= dimension == 0;
    }
    if (!empty && count > file.size() / format.bytes()) {
      throw file.damaged(
          "the array " + name + " is larger than the file, or repeats numbers; save a copy of it");
    }
  }

  /** {@return what errors call it} */
  public String name() {
    return name;
  }

  @Override
  public StoredFormat format() {
    return format;
  }

  @Override
  public Shape shape() {
    return shape;
  }

  /**
   * Reads the array straight into libtorch's memory.
   *
   * @param manager of the device that it is wanted on
   * @return of the format's type, owned by {@code manager}
   * @throws IrepaException if the file cannot be read, or ends early
   */
  public NDArray read(NDManager manager) {
    NDArray array = manager.create(shape, format.type(), Device.cpu());
    boolean whole = false;
    try {
      readInto(array);
      whole = true;
    } finally {
      if (!whole) {
        array.close();
      }
    }
    if (manager.getDevice().equals(Device.cpu())) {
      return array;
    }
    NDArray moved = array.toDevice(manager.getDevice(), true);
    array.close();
    return moved;
  }

  /**
   * Reads the array over another, such as some rows of a larger one.
   *
   * @param target without gaps, on the CPU, of the format's type and as many numbers
   * @throws IllegalArgumentException if type, number or device is another
   * @throws IrepaException if the file cannot be read, or ends early
   */
  public void readInto(NDArray target) {
    if (target.size() != shape.size()
        || target.getDataType() != format.type()
        || !target.getDevice().equals(Device.cpu())) {
      throw new IllegalArgumentException(
          "The array %s %s cannot be read into %s of %s on %s."
              .formatted(name, shape, target.getShape(), target.getDataType(), target.getDevice()));
    }
    try {
      NativeArray.parts(target, this::fill);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void fill(ByteBuffer target, long first) {
    if (!strides.isPacked()) {
      int count = target.remaining() / format.type().getNumOfBytes();
      ByteBuffer rows = rows();
      rows.position((int) first * format.bytes()).limit(rows.position() + count * format.bytes());
      Numbers.convert(format, rows, target);
      return;
    }
    // New memory costs as much as the reading: both on several threads.
    int from = target.position();
    int slices = (target.remaining() + SLICE - 1) / SLICE;
    IntStream.range(0, slices)
        .parallel()
        .forEach(
            i -> {
              int offset = i * SLICE;
              int length = Math.min(SLICE, target.limit() - from - offset);
              ByteBuffer slice = target.slice(from + offset, length).order(ByteOrder.LITTLE_ENDIAN);
              fillSlice(slice, first + offset / format.type().getNumOfBytes());
            });
  }

  private void fillSlice(ByteBuffer target, long first) {
    long at = position + first * format.bytes();
    if (format.same()) {
      file.fill(target, at);
      return;
    }
    ByteBuffer stage = ByteBuffer.allocate(STAGE).order(ByteOrder.LITTLE_ENDIAN);
    while (target.hasRemaining()) {
      int left = target.remaining() / format.type().getNumOfBytes() * format.bytes();
      stage.clear().limit(Math.min(STAGE, left));
      file.fill(stage, at);
      at += stage.position();
      Numbers.convert(format, stage.flip(), target);
    }
  }

  /** The numbers row by row, from strides that leave gaps or repeat some. */
  private ByteBuffer rows() {
    ByteBuffer rows = ByteBuffer.allocate((int) byteCount()).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer span = file.bytes(position, (int) strides.span() * format.bytes());
    strides.pack(span, format.bytes(), rows);
    return rows.flip();
  }

  @Override
  public void writeTo(WritableByteChannel channel) throws IOException {
    if (!strides.isPacked()) {
      write(channel, rows());
      return;
    }
    for (long done = 0; done < byteCount(); ) {
      ByteBuffer some = file.bytes(position + done, (int) Math.min(STAGE, byteCount() - done));
      done += some.remaining();
      write(channel, some);
    }
  }

  private static void write(WritableByteChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
