package io.irepa.plugin.datasets;

import io.irepa.IoReason;
import io.irepa.IrepaException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarFile;

/** Table of contents and members of one tar file. */
final class TarShard {
  private static final int GZIP = 0x1F8B;
  private static final int ZSTANDARD = 0x28B5;

  private TarShard() {}

  /**
   * Lists the samples in their order; hidden files are passed over.
   *
   * @throws IrepaException if it is compressed, damaged or cut short
   */
  static List<TarSample> samples(Path shard) {
    try (FileChannel channel = FileChannel.open(shard, StandardOpenOption.READ)) {
      refuseCompressed(shard, channel);
      long size = channel.size();
      List<TarSample> samples = new ArrayList<>();
      try (TarFile tar = new TarFile(channel.position(0))) {
        for (TarArchiveEntry entry : tar.getEntries()) {
          if (entry.isFile()) {
            add(shard, entry, size, samples);
          }
        }
      }
      return samples;
    } catch (IOException e) {
      throw damaged(shard, IoReason.of(e), e);
    } catch (IllegalArgumentException e) {
      throw damaged(shard, String.valueOf(e.getMessage()), e);
    }
  }

  private static IrepaException damaged(Path shard, String reason, Exception cause) {
    return new IrepaException(
        "The shard %s cannot be read: %s. Is it a whole tar file?".formatted(shard, reason), cause);
  }

  private static void refuseCompressed(Path shard, FileChannel channel) throws IOException {
    ByteBuffer start = ByteBuffer.allocate(2);
    if (channel.read(start, 0) == 2) {
      int magic = start.getShort(0) & 0xFFFF;
      if (magic == GZIP || magic == ZSTANDARD) {
        throw new IrepaException(
            "The shard %s is compressed, so that no member can be read without all before it. Unpack it with %s (images hardly shrink)."
                .formatted(shard, magic == GZIP ? "gunzip" : "unzstd"));
      }
    }
  }

  private static void add(Path shard, TarArchiveEntry entry, long size, List<TarSample> samples)
      throws IOException {
    String name = entry.getName().startsWith("./") ? entry.getName().substring(2) : entry.getName();
    int dot = name.indexOf('.', name.lastIndexOf('/') + 1);
    if (dot <= name.lastIndexOf('/') + 1) {
      return; // hidden, or without an ending
    }
    if (entry.isSparse()) {
      throw new IOException("the member " + name + " is sparse; pack it anew without --sparse");
    }
    if (entry.getDataOffset() + entry.getSize() > size) {
      throw new EOFException("it ends within the member " + name);
    }
    String key = name.substring(0, dot);
    String ending = name.substring(dot + 1).toLowerCase(Locale.ROOT);
    Map<String, TarSample.Member> members =
        samples.isEmpty() || !samples.get(samples.size() - 1).key().equals(key)
            ? next(shard, key, samples)
            : samples.get(samples.size() - 1).members();
    TarSample.Member member =
        new TarSample.Member(ending, entry.getDataOffset(), Math.toIntExact(entry.getSize()));
    if (members.putIfAbsent(ending, member) != null) {
      throw new IOException("the member " + name + " is there twice in a row");
    }
  }

  private static Map<String, TarSample.Member> next(
      Path shard, String key, List<TarSample> samples) {
    Map<String, TarSample.Member> members = new LinkedHashMap<>();
    samples.add(new TarSample(shard, key, members));
    return members;
  }

  /** The bytes of a member. */
  static byte[] read(TarSample sample, TarSample.Member member) throws IOException {
    try (FileChannel channel = FileChannel.open(sample.shard(), StandardOpenOption.READ)) {
      return read(channel, sample, member);
    }
  }

  /** The bytes of a member of a shard that is open. */
  static byte[] read(FileChannel channel, TarSample sample, TarSample.Member member)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(member.size());
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, member.offset() + bytes.position()) < 0) {
        throw new EOFException(
            "%s.%s: the shard is shorter than it was".formatted(sample.place(), member.ending()));
      }
    }
    return bytes.array();
  }
}
