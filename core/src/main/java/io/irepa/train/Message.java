package io.irepa.train;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** A protocol buffer message, field by field. */
final class Message {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  Message varint(int field, long value) {
    raw((long) field << 3);
    raw(value);
    return this;
  }

  Message fixed64(int field, double value) {
    raw(((long) field << 3) | 1);
    bytes.writeBytes(little(8).putDouble(value).array());
    return this;
  }

  Message fixed32(int field, float value) {
    raw(((long) field << 3) | 5);
    bytes.writeBytes(little(4).putFloat(value).array());
    return this;
  }

  Message bytes(int field, byte[] value) {
    raw(((long) field << 3) | 2);
    raw(value.length);
    bytes.writeBytes(value);
    return this;
  }

  Message text(int field, String value) {
    return bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  /** A packed repeated double. */
  Message doubles(int field, double[] values) {
    byte[] packed = new byte[8 * values.length];
    ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().put(values);
    return bytes(field, packed);
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private void raw(long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes.write((int) ((rest & 0x7F) | 0x80));
      rest >>>= 7;
    }
    bytes.write((int) rest);
  }

  byte[] toBytes() {
    return bytes.toByteArray();
  }
}
