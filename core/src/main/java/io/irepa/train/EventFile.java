package io.irepa.train;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/** TensorFlow's event file: length-prefixed records with masked CRC32C, each an Event message. */
final class EventFile implements Closeable {
  private final RecordFile file;

  EventFile(Path file, double seconds) throws IOException {
    this.file = new RecordFile(file);
    Message version = new Message().fixed64(1, seconds);
    version.bytes(3, "brain.Event:2".getBytes(StandardCharsets.UTF_8));
    record(version);
  }

  void scalar(long step, double seconds, String tag, float value) throws IOException {
    Message entry = new Message().bytes(1, tag.getBytes(StandardCharsets.UTF_8)).fixed32(2, value);
    summary(step, seconds, entry);
  }

  void image(long step, double seconds, String tag, int height, int width, byte[] png)
      throws IOException {
    Message image = new Message().varint(1, height).varint(2, width).varint(3, 3).bytes(4, png);
    Message entry =
        new Message().bytes(1, tag.getBytes(StandardCharsets.UTF_8)).bytes(4, image.toBytes());
    summary(step, seconds, entry);
  }

  private void summary(long step, double seconds, Message entry) throws IOException {
    Message summary = new Message().bytes(1, entry.toBytes());
    record(new Message().fixed64(1, seconds).varint(2, step).bytes(5, summary.toBytes()));
  }

  private void record(Message event) throws IOException {
    byte[] data = event.toBytes();
    byte[] length =
        ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(data.length).array();
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.writeBytes(length);
    whole.writeBytes(maskedCrc(length));
    whole.writeBytes(data);
    whole.writeBytes(maskedCrc(data));
    file.append(whole.toByteArray());
  }

  private static byte[] maskedCrc(byte[] data) {
    CRC32C crc = new CRC32C();
    crc.update(data);
    int value = (int) crc.getValue();
    int masked = ((value >>> 15) | (value << 17)) + 0xA282EAD8;
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(masked).array();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  /** A protocol buffer message, field by field. */
  private static final class Message {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Message varint(int field, long value) {
      raw((long) field << 3);
      raw(value);
      return this;
    }

    Message fixed64(int field, double value) {
      raw(((long) field << 3) | 1);
      bytes.writeBytes(
          ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putDouble(value).array());
      return this;
    }

    Message fixed32(int field, float value) {
      raw(((long) field << 3) | 5);
      bytes.writeBytes(
          ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putFloat(value).array());
      return this;
    }

    Message bytes(int field, byte[] value) {
      raw(((long) field << 3) | 2);
      raw(value.length);
      bytes.writeBytes(value);
      return this;
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
}
