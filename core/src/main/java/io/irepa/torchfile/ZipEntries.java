package io.irepa.torchfile;

import io.irepa.tensor.StoredArray.Extent;
import io.irepa.tensor.StoredFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The entries of a zip file whose entries are not compressed (APPNOTE 6.3, zip64 too). */
final class ZipEntries {
  private static final int CENTRAL_HEADER = 46;
  private static final int LOCAL_HEADER = 30;
  private static final int END = 22;
  private static final int END_LOCATOR_64 = 20;
  private static final int END_64 = 56;
  private static final int MOST_COMMENT = 0xffff;
  private static final int MOST_DIRECTORY = 1 << 28;
  private static final long IN_ZIP64 = 0xffffffffL;

  private final StoredFile file;
  private final Map<String, Extent> entries = new LinkedHashMap<>();

  private ZipEntries(StoredFile file) {
    this.file = file;
  }

  /** Reads the directory, which lies at the file's end. */
  static Map<String, Extent> read(StoredFile file) {
    ZipEntries zip = new ZipEntries(file);
    zip.directory();
    return zip.entries;
  }

  private void directory() {
    int tail = (int) Math.min(file.size(), END + MOST_COMMENT + END_LOCATOR_64);
    ByteBuffer bytes = file.bytes(file.size() - tail, tail);
    int at = tail - END;
    while (at >= 0 && bytes.getInt(at) != 0x06054b50) {
      at--;
    }
    if (at < 0) {
      throw file.damaged("its end, with the directory, is missing; copy or download it again");
    }
    long count = bytes.getShort(at + 10) & 0xffff;
    long size = bytes.getInt(at + 12) & IN_ZIP64;
    long start = bytes.getInt(at + 16) & IN_ZIP64;
    int locator = at - END_LOCATOR_64;
    if (locator >= 0 && bytes.getInt(locator) == 0x07064b50) {
      ByteBuffer end = file.bytes(bytes.getLong(locator + 8), END_64);
      count = end.getLong(32);
      size = end.getLong(40);
      start = end.getLong(48);
    }
    if (size < 0 || size > MOST_DIRECTORY || count < 0 || count > size / CENTRAL_HEADER) {
      throw file.damaged("its directory of %d entries has %d bytes".formatted(count, size));
    }
    ByteBuffer directory = file.bytes(start, (int) size);
    long total = 0;
    for (long i = 0; i < count; i++) {
      total += entry(directory);
      if (total > file.size()) {
        throw file.damaged("its entries overlap");
      }
    }
  }

  /** Reads one entry and gives its length. */
  private long entry(ByteBuffer directory) {
    if (directory.remaining() < CENTRAL_HEADER
        || directory.getInt(directory.position()) != 0x02014b50) {
      throw file.damaged("its directory is broken");
    }
    int at = directory.position();
    int flags = directory.getShort(at + 8);
    int method = directory.getShort(at + 10) & 0xffff;
    long stored = directory.getInt(at + 20) & IN_ZIP64;
    long size = directory.getInt(at + 24) & IN_ZIP64;
    int nameLength = directory.getShort(at + 28) & 0xffff;
    int extraLength = directory.getShort(at + 30) & 0xffff;
    int commentLength = directory.getShort(at + 32) & 0xffff;
    long header = directory.getInt(at + 42) & IN_ZIP64;
    int length = CENTRAL_HEADER + nameLength + extraLength + commentLength;
    if (directory.remaining() < length) {
      throw file.damaged("its directory is broken");
    }
    byte[] nameBytes = new byte[nameLength];
    directory.get(at + CENTRAL_HEADER, nameBytes);
    String name = new String(nameBytes, StandardCharsets.UTF_8);
    ByteBuffer extra = zip64(directory, at + CENTRAL_HEADER + nameLength, extraLength);
    size = size == IN_ZIP64 ? next(extra) : size;
    stored = stored == IN_ZIP64 ? next(extra) : stored;
    header = header == IN_ZIP64 ? next(extra) : header;
    directory.position(at + length);
    boolean plain = method == 0 && stored == size && (flags & 1) == 0;
    if (!plain && name.contains("/code/")) {
      return stored; // A program's text, which nobody here reads.
    }
    if (!plain) {
      throw file.damaged(
          "its entry %s is compressed or encrypted, which torch.save does not do; unpack it, or save it anew with torch.save"
              .formatted(name));
    }
    if (entries.putIfAbsent(name, new Extent(data(header, size, name), size)) != null) {
      throw file.damaged("its entry " + name + " is there twice");
    }
    return size;
  }

  /** The zip64 field of an entry, or nothing. */
  private static ByteBuffer zip64(ByteBuffer directory, int from, int length) {
    int end = from + length;
    for (int at = from; at + 4 <= end; ) {
      int size = directory.getShort(at + 2) & 0xffff;
      if (directory.getShort(at) == 1 && at + 4 + size <= end) {
        return directory.slice(at + 4, size).order(directory.order());
      }
      at += 4 + size;
    }
    return ByteBuffer.allocate(0);
  }

  private long next(ByteBuffer extra) {
    if (extra.remaining() < 8) {
      throw file.damaged("its directory lacks a size");
    }
    return extra.getLong();
  }

  /** Where the bytes of an entry begin: after its own header, whose length differs. */
  private long data(long header, long size, String name) {
    ByteBuffer local = file.bytes(header, LOCAL_HEADER);
    if (local.getInt(0) != 0x04034b50) {
      throw file.damaged("its entry " + name + " is not where the directory says");
    }
    long start =
        header + LOCAL_HEADER + (local.getShort(26) & 0xffff) + (local.getShort(28) & 0xffff);
    if (size < 0 || start > file.size() - size) {
      throw file.damaged("it ends before its entry " + name + " does");
    }
    return start;
  }
}
