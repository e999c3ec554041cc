package io.irepa.train;

import io.irepa.RecordFile;
import io.irepa.spi.Histogram;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;

/**
 * TensorFlow's event file: length-prefixed records with masked CRC32C, each an Event message
 * (tensorflow/core/util/event.proto, tensorflow/core/framework/summary.proto).
 */
final class EventFile implements Closeable {
  private static final int SESSION_START = 1;

  private final RecordFile file;

  EventFile(Path file, double seconds) throws IOException {
    this.file = new RecordFile(file);
    record(new Message().fixed64(1, seconds).text(3, "brain.Event:2"));
  }

  /** Readers forget what earlier files hold for this step and later ones. */
  void start(long step, double seconds) throws IOException {
    Message log = new Message().varint(1, SESSION_START);
    record(new Message().fixed64(1, seconds).varint(2, step).bytes(7, log.toBytes()));
  }

  void scalar(long step, double seconds, String tag, float value) throws IOException {
    summary(step, seconds, new Message().text(1, tag).fixed32(2, value));
  }

  void image(long step, double seconds, String tag, int height, int width, byte[] png)
      throws IOException {
    Message image = new Message().varint(1, height).varint(2, width).varint(3, 3).bytes(4, png);
    summary(step, seconds, new Message().text(1, tag).bytes(4, image.toBytes()));
  }

  void histogram(long step, double seconds, String tag, Histogram histogram) throws IOException {
    Message proto =
        new Message()
            .fixed64(1, histogram.least())
            .fixed64(2, histogram.greatest())
            .fixed64(3, (double) histogram.count())
            .fixed64(4, histogram.sum())
            .fixed64(5, histogram.squares())
            .doubles(
                6,
                IntStream.range(0, histogram.bins().length).mapToDouble(histogram::edge).toArray())
            .doubles(7, Arrays.stream(histogram.bins()).asDoubleStream().toArray());
    summary(step, seconds, new Message().text(1, tag).bytes(5, proto.toBytes()));
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
}
