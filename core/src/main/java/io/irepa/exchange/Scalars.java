package io.irepa.exchange;

import ai.djl.ndarray.types.Shape;
import io.irepa.IrepaException;
import io.irepa.tensor.ArrayBytes;
import io.irepa.tensor.StoredArray;
import io.irepa.tensor.StoredFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;

/** Arrays of one number, as optimizers count their steps. */
final class Scalars {
  private Scalars() {}

  /** A whole number; -1 if its format is another than numbers have. */
  static long read(StoredArray array) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      array.writeTo(Channels.newChannel(bytes));
    } catch (IOException e) {
      throw new IrepaException("The number " + array.name() + " cannot be read.", e);
    }
    ByteBuffer number = ByteBuffer.wrap(bytes.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
    return switch (array.format()) {
      case F32 -> (long) number.getFloat();
      case F64 -> (long) number.getDouble();
      case I64 -> number.getLong();
      case I32 -> number.getInt();
      default -> -1;
    };
  }

  /** A float32 without dimensions. */
  static ArrayBytes of(float number) {
    return new ArrayBytes() {
      @Override
      public StoredFormat format() {
        return StoredFormat.F32;
      }

      @Override
      public Shape shape() {
        return new Shape();
      }

      @Override
      public void writeTo(WritableByteChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putFloat(number).flip();
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
      }
    };
  }
}
