package io.irepa.cache;

import io.irepa.IoReason;
import io.irepa.IrepaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.Stream;

/**
 * A whole cache of what one network makes of images. Opening it looks whether all files are there;
 * each is mapped, and its header checked, when it is first read. Any thread reads it.
 */
final class Cache {
  private final Path folder;
  private final CacheLayout layout;
  private final boolean recomputes;
  private final AtomicReferenceArray<Shard> shards;
  private final AtomicReferenceArray<long[]> stamps;

  private Cache(Path folder, CacheLayout layout, boolean recomputes) {
    this.folder = folder;
    this.layout = layout;
    this.recomputes = recomputes;
    this.shards = new AtomicReferenceArray<>(layout.shards());
    this.stamps = new AtomicReferenceArray<>(layout.shards());
  }

  /**
   * Opens the cache of a key.
   *
   * @throws IrepaException if there is none, or it is not whole, saying how it differs from those
   *     that are there
   */
  static Cache open(CacheKey key) {
    CacheKind kind = key.layout().kind();
    if (!Manifest.isIn(key.folder())) {
      throw new IrepaException(
          "There are no cached %s of this %s and these data in %s.%s Run '%s' with the configuration first."
              .formatted(
                  kind.cached(),
                  kind.network(),
                  key.folder().toAbsolutePath().getParent(),
                  Manifest.others(key),
                  kind.command()));
    }
    return open(key.folder(), key.layout(), key.recomputes());
  }

  /**
   * @param recomputes whether an orientation that is not stored is left to the network
   */
  static Cache open(Path folder, CacheLayout layout, boolean recomputes) {
    BitSet there = new BitSet();
    try (Stream<Path> files = Files.list(folder)) {
      files.forEach(file -> number(file, layout.kind()).ifPresent(there::set));
    } catch (IOException e) {
      throw layout.kind().damaged(folder, IoReason.of(e));
    }
    int missing = there.nextClearBit(0);
    if (missing < layout.shards()) {
      throw new IrepaException(
          "The cached %s in %s are not whole: %s is missing, %d of %d files are there. Run '%s' with the configuration again; it goes on where it stopped."
              .formatted(
                  layout.kind().cached(),
                  folder,
                  layout.name(missing),
                  there.cardinality(),
                  layout.shards(),
                  layout.kind().command()));
    }
    return new Cache(folder, layout, recomputes);
  }

  private static OptionalInt number(Path file, CacheKind kind) {
    String name = file.getFileName().toString();
    return name.matches("shard-[0-9]{6,9}\\" + kind.ending())
        ? OptionalInt.of(Integer.parseInt(name.substring(6, name.indexOf('.'))))
        : OptionalInt.empty();
  }

  /**
   * What is kept of an image that was read.
   *
   * @param index of the example
   * @param hash of its pixels
   * @return [rows,width]; empty if it is left to the network
   * @throws IrepaException if the image is not the one that was encoded, or the file is damaged
   */
  float[] of(long index, long hash) {
    for (int orientation = 0; orientation < layout.orientations(); orientation++) {
      if (shard(index).hash(place(index), orientation) == hash) {
        return content(index, orientation);
      }
    }
    throw new IrepaException(
        "Image %d of the data is not the one whose %s are cached in %s: it has changed, or the data source varies images by more than mirroring. Run '%s' with the configuration again; it encodes what has changed."
            .formatted(index, layout.kind().cached(), folder, layout.kind().command()));
  }

  /**
   * What is kept of an image that is known by its stamp.
   *
   * @param orientation 1 if it comes mirrored
   * @return [rows,width]
   * @throws IOException if the image could not be read when the cache was made
   */
  float[] at(long index, int orientation) throws IOException {
    if (shard(index).hash(place(index), 0) == 0) {
      throw new IOException(
          "image " + index + " of the data, which could not be read for " + folder);
    }
    return content(index, orientation);
  }

  /** Whether an image is the one that was encoded, by its stamp; if not, its pixels tell. */
  boolean knows(long index, long stamp) throws IOException {
    int file = (int) (index / layout.shard());
    long[] known = stamps.get(file);
    if (known == null) {
      known = Stamps.read(folder, file, shard(index).sum(), layout.count(file));
      stamps.set(file, known);
    }
    return stamp != Stamps.NONE && known[place(index)] == stamp;
  }

  private float[] content(long index, int orientation) {
    return recomputes && orientation >= layout.stored()
        ? new float[0]
        : shard(index).content(place(index), orientation);
  }

  private int place(long index) {
    return (int) (index % layout.shard());
  }

  private Shard shard(long index) {
    int file = (int) (index / layout.shard());
    Shard shard = shards.get(file);
    if (shard == null) {
      shard = Shard.open(folder, layout, file);
      shards.set(file, shard);
    }
    return shard;
  }
}
