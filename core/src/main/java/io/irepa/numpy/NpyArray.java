package io.irepa.numpy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * An array in NumPy's format, as float32. A carrier: the values are not copied.
 *
 * @param shape sides
 * @param values row by row
 * @since 0.1
 */
public record NpyArray(List<Integer> shape, float[] values) {
  /**
   * Reads a whole {@code .npy} file.
   *
   * @param bytes of the file
   * @return of floating point or integer numbers of at most 8 bytes
   * @throws IOException if it is damaged, in Fortran's order, or of something else
   */
  public static NpyArray read(byte[] bytes) throws IOException {
    InputStream in = new ByteArrayInputStream(bytes);
    NpyHeader header = NpyHeader.read(in);
    if (header.columnsFirst() && header.shape().size() > 1) {
      throw new IOException("its array is in Fortran's order; save it in C's");
    }
    int width = Integer.parseInt(header.type().substring(1));
    ToDoubleFunction<ByteBuffer> reader = reader(header.type());
    byte[] rest = in.readAllBytes();
    if (rest.length < header.count() * width) {
      throw new EOFException(
          "it is cut short: %d of %d bytes are there"
              .formatted(rest.length, header.count() * width));
    }
    ByteBuffer numbers =
        ByteBuffer.wrap(rest)
            .order(header.bigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[(int) header.count()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) reader.applyAsDouble(numbers);
    }
    return new NpyArray(header.shape(), values);
  }

  private static ToDoubleFunction<ByteBuffer> reader(String type) throws IOException {
    return switch (type) {
      case "f2" -> numbers -> half(numbers.getShort());
      case "f4" -> ByteBuffer::getFloat;
      case "f8" -> ByteBuffer::getDouble;
      case "u1" -> numbers -> numbers.get() & 0xFF;
      case "i1" -> ByteBuffer::get;
      case "i2" -> ByteBuffer::getShort;
      case "i4" -> ByteBuffer::getInt;
      case "i8" -> ByteBuffer::getLong;
      default -> throw new IOException("its numbers are of the type " + type);
    };
  }

  /**
   * A number of IEEE 754's binary16.
   *
   * @param bits sign, 5 bits of exponent, 10 of fraction
   * @return exactly that number
   */
  public static float half(short bits) {
    int exponent = bits >>> 10 & 31;
    int fraction = bits & 1023;
    float size =
        switch (exponent) {
          case 0 -> fraction * 0x1p-24f;
          case 31 -> fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
          default -> Math.scalb((float) (1024 + fraction), exponent - 25);
        };
    return bits < 0 ? -size : size;
  }
}
