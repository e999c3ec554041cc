package io.irepa.train;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads event files by the descriptions of TFRecord and of event.proto and summary.proto; shares
 * nothing with what writes them, the checksum neither.
 */
final class EventReader {
  private static final int CASTAGNOLI_REVERSED = 0x82F63B78;

  private EventReader() {}

  /** What one event holds; fields that it has not are zero or empty. */
  record Event(
      double seconds,
      long step,
      String version,
      long session,
      String tag,
      float scalar,
      long height,
      long width,
      byte[] png,
      Histo histogram) {}

  /** The legacy histogram. */
  record Histo(
      double least,
      double greatest,
      double count,
      double sum,
      double squares,
      double[] limits,
      double[] buckets) {}

  static List<Event> read(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    List<Event> events = new ArrayList<>();
    while (bytes.hasRemaining()) {
      byte[] length = take(bytes, 8);
      check(length, bytes.getInt(), "length");
      byte[] data =
          take(
              bytes,
              Math.toIntExact(ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong()));
      check(data, bytes.getInt(), "data");
      events.add(event(data));
    }
    return events;
  }

  private static byte[] take(ByteBuffer bytes, int count) {
    byte[] taken = new byte[count];
    bytes.get(taken);
    return taken;
  }

  private static void check(byte[] data, int stored, String what) throws IOException {
    int rotated = stored - 0xA282EAD8;
    int crc = (rotated << 15) | (rotated >>> 17);
    if (crc != crc32c(data)) {
      throw new IOException("The checksum of a record's " + what + " is wrong.");
    }
  }

  /** CRC-32C bit by bit. */
  static int crc32c(byte[] data) {
    int crc = -1;
    for (byte b : data) {
      crc ^= b & 0xFF;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc >>> 1) ^ ((crc & 1) == 0 ? 0 : CASTAGNOLI_REVERSED);
      }
    }
    return ~crc;
  }

  private static Event event(byte[] data) throws IOException {
    Fields event = new Fields(data);
    Fields value = event.message(5).message(1);
    Fields image = value.message(4);
    Fields histo = value.message(5);
    return new Event(
        Double.longBitsToDouble(event.number(1)),
        event.number(2),
        event.text(3),
        event.message(7).number(1),
        value.text(1),
        Float.intBitsToFloat((int) value.number(2)),
        image.number(1),
        image.number(2),
        image.bytes(4),
        new Histo(
            histo.real(1),
            histo.real(2),
            histo.real(3),
            histo.real(4),
            histo.real(5),
            histo.reals(6),
            histo.reals(7)));
  }

  /** The fields of a protocol buffer message by number; each stands there once. */
  private static final class Fields {
    private final Map<Integer, Long> numbers = new HashMap<>();
    private final Map<Integer, byte[]> bytes = new HashMap<>();

    Fields(byte[] data) throws IOException {
      ByteBuffer in = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
      while (in.hasRemaining()) {
        long key = varint(in);
        int field = (int) (key >>> 3);
        switch ((int) (key & 7)) {
          case 0 -> numbers.put(field, varint(in));
          case 1 -> numbers.put(field, in.getLong());
          case 2 -> bytes.put(field, take(in, (int) varint(in)));
          case 5 -> numbers.put(field, (long) in.getInt());
          default -> throw new IOException("Wire type " + (key & 7) + " of field " + field + ".");
        }
      }
    }

    private static long varint(ByteBuffer in) {
      long value = 0;
      for (int shift = 0; ; shift += 7) {
        byte next = in.get();
        value |= (next & 0x7FL) << shift;
        if (next >= 0) {
          return value;
        }
      }
    }

    long number(int field) {
      return numbers.getOrDefault(field, 0L);
    }

    double real(int field) {
      return Double.longBitsToDouble(number(field));
    }

    double[] reals(int field) {
      byte[] packed = bytes(field);
      double[] reals = new double[packed.length / 8];
      ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().get(reals);
      return reals;
    }

    byte[] bytes(int field) {
      return bytes.getOrDefault(field, new byte[0]);
    }

    String text(int field) {
      return new String(bytes(field), StandardCharsets.UTF_8);
    }

    Fields message(int field) throws IOException {
      return new Fields(bytes(field));
    }
  }
}
