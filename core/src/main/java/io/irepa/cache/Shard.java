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
    Path path = folder.resolve(layout.name(file));
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      if (channel.size() != layout.bytes(file)) {
        throw layout
            .kind()
            .damaged(
                path,
                "it has %d bytes and should have %d".formatted(channel.size(), layout.bytes(file)));
      }
      ByteBuffer bytes =
          channel
              .map(FileChannel.MapMode.READ_ONLY, 0, channel.size())
              .order(ByteOrder.LITTLE_ENDIAN);
      String wrong = ShardHeader.wrong(layout, file, bytes);
      if (!wrong.isEmpty()) {
        throw layout.kind().damaged(path, wrong);
      }
      return new Shard(path, layout, file, bytes);
    } catch (IOException e) {
      throw layout.kind().damaged(path, IoReason.of(e));
    }
  }

  private IrepaException damaged(String reason) {
    return layout.kind().damaged(path, reason);
  }

  /** What changes with anything in the file. */
  int sum() {
    return ShardHeader.sum(bytes);
  }

  /** The hash of an image's pixels, in one of its orientations; 0 if it could not be read. */
  long hash(int place, int orientation) {
    return bytes.getLong(layout.cell(place, orientation));
  }

  /**
   * What is kept of an image.
   *
   * @return [rows,width]
   * @throws IrepaException if they are damaged
   */
  float[] content(int place, int orientation) {
    boolean own = orientation < layout.stored();
    int variant = own ? orientation : 0;
    ByteBuffer stored = bytes.slice(layout.content(file, place, variant), layout.codec().bytes());
    int expected = bytes.getInt(layout.cell(place, variant) + CacheLayout.HASH);
    if (ShardHeader.crc(stored.duplicate()) != expected) {
      throw damaged(
          "the "
              + layout.kind().noun()
              + " of image "
              + (layout.first(file) + place)
              + " have a wrong checksum");
    }
    float[] content = layout.codec().decode(stored.order(ByteOrder.LITTLE_ENDIAN));
    return own ? content : Pixels.mirrored(content, layout.grid().width(), layout.codec().width());
  }
}
