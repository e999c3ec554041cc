package io.irepa.cache;

import io.irepa.IoReason;
import io.irepa.IrepaException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A whole file of a cache, mapped into memory; any thread reads it. */
final class Shard {
  private final Path path;
  private final CacheLayout layout;
  private final int file;
  private final ByteBuffer bytes;

  private Shard(Path path, CacheLayout layout, int file, ByteBuffer bytes) {
    this.path = path;
    this.layout = layout;
    this.file = file;
    this.bytes = bytes;
  }

  /**
   * Maps a file and checks its size, header and table.
   *
   * @throws IrepaException if one of them is wrong
   */
  static Shard open(Path folder, CacheLayout layout, int file) {
    Path path = folder.resolve(CacheLayout.name(file));
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      if (channel.size() != layout.bytes(file)) {
        throw damaged(
            path,
            "it has %d bytes and should have %d".formatted(channel.size(), layout.bytes(file)));
      }
      ByteBuffer bytes =
          channel
              .map(FileChannel.MapMode.READ_ONLY, 0, channel.size())
              .order(ByteOrder.LITTLE_ENDIAN);
      String wrong = ShardHeader.wrong(layout, file, bytes);
      if (!wrong.isEmpty()) {
        throw damaged(path, wrong);
      }
      return new Shard(path, layout, file, bytes);
    } catch (IOException e) {
      throw damaged(path, IoReason.of(e));
    }
  }

  static IrepaException damaged(Path path, String reason) {
    return new IrepaException(
        "The cached features in %s cannot be used: %s. Run 'irepa cache features' with the configuration again; it makes what is missing or damaged anew."
            .formatted(path, reason));
  }

  /** The hash of an image's pixels, in one of its orientations; 0 if it could not be read. */
  long hash(int place, int orientation) {
    return bytes.getLong(layout.cell(place, orientation));
  }

  /**
   * An image's tokens.
   *
   * @return [T,K]
   * @throws IrepaException if they are damaged
   */
  float[] tokens(int place, int orientation) {
    boolean own = orientation < layout.stored();
    int variant = own ? orientation : 0;
    ByteBuffer stored = bytes.slice(layout.tokens(file, place, variant), layout.codec().bytes());
    int expected = bytes.getInt(layout.cell(place, variant) + CacheLayout.HASH);
    if (ShardHeader.crc(stored.duplicate()) != expected) {
      throw damaged(
          path, "the tokens of image " + (layout.first(file) + place) + " have a wrong checksum");
    }
    float[] tokens = layout.codec().decode(stored.order(ByteOrder.LITTLE_ENDIAN));
    return own ? tokens : Pixels.mirrored(tokens, layout.grid().width(), layout.codec().width());
  }
}
