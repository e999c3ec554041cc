package io.irepa.tensor;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;

/** An array in libtorch's memory, seen as bytes without a copy. */
final class NativeArray implements ArrayBytes {
  /** Numbers seen at once: a Java buffer has less than 2 GiB. */
  private static final long PART = 1 << 26;

  private final NDArray array;
  private final StoredFormat format;

  NativeArray(NDArray array) {
    this.array = array;
    this.format =
        StoredFormat.of(array.getDataType())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "Arrays of the format %s are not written.".formatted(array.getDataType())));
  }

  /** Takes bytes. */
  @FunctionalInterface
  interface Part {
    /**
     * One part after the other.
     *
     * @param bytes of the array's own memory, valid during the call
     * @param first index of the first number
     */
    void take(ByteBuffer bytes, long first) throws IOException;
  }

  @Override
  public StoredFormat format() {
    return format;
  }

  @Override
  public Shape shape() {
    return array.getShape();
  }

  /** Shows all bytes of the array, or, where it lies on a GPU or with gaps, of a copy. */
  static void parts(NDArray array, Part part) throws IOException {
    long count = array.size();
    try (Scope scope = Scope.open();
        Autograd.Recording off = Autograd.off()) {
      NDArray flat = array.toDevice(Device.cpu(), false).reshape(new Shape(count));
      for (long first = 0; first < count; first += PART) {
        NDArray some = flat.get(new NDIndex().addSliceDim(first, Math.min(count, first + PART)));
        ByteBuffer bytes = ((PtNDArray) some).toByteBuffer(true);
        part.take(bytes.order(ByteOrder.LITTLE_ENDIAN), first);
      }
    }
  }

  /**
   * Writes numbers into an array on the CPU, in place.
   *
   * @param array float32, without gaps, of less than 2 GiB
   */
  static void fill(NDArray array, float[] values) {
    ByteBuffer bytes = ((PtNDArray) array).toByteBuffer(true);
    bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
  }

  @Override
  public void writeTo(WritableByteChannel channel) throws IOException {
    parts(
        array,
        (bytes, first) -> {
          while (bytes.hasRemaining()) {
            channel.write(bytes);
          }
        });
  }
}
