package io.irepa.cache;

import io.irepa.spi.Grid;

/**
 * Where things lie in the files of a cache: a header, a table with one row an image (for each
 * orientation the hash of the pixels and the checksum of what is kept), then what is kept.
 *
 * @param kind of the cache
 * @param codec of what is kept
 * @param grid of an image's tokens or latents
 * @param orientations 2 if images may come mirrored, else 1
 * @param stored 2 if both orientations are kept, else 1
 * @param examples of the data
 * @param shard images a file, of the last one fewer
 * @param key 64 bits of the cache's key, repeated in each file
 */
record CacheLayout(
    CacheKind kind,
    RowCodec codec,
    Grid grid,
    int orientations,
    int stored,
    long examples,
    int shard,
    long key) {
  static final int HEADER = 64;
  static final int HASH = 8;
  static final int CELL = HASH + 4;

  /** A file is mapped as one buffer. */
  private static final long MOST_BYTES = 1L << 30;

  /** As many images a file as are asked for and fit. */
  static int shard(int wanted, RowCodec codec, int stored) {
    long image = (long) stored * codec.bytes() + 2 * CELL;
    return (int) Math.max(1, Math.min(wanted, (MOST_BYTES - 2 * HEADER) / image));
  }

  int shards() {
    return Math.toIntExact((examples + shard - 1) / shard);
  }

  long first(int file) {
    return (long) file * shard;
  }

  /** Images in a file. */
  int count(int file) {
    return (int) Math.min(shard, examples - first(file));
  }

  int table(int file) {
    return count(file) * orientations * CELL;
  }

  /** Where the table says of an image in a file. */
  int cell(int place, int orientation) {
    return HEADER + (place * orientations + orientation) * CELL;
  }

  /** Where what is kept of an image in a file begins. */
  int content(int file, int place, int variant) {
    int begin = (HEADER + table(file) + HEADER - 1) / HEADER * HEADER;
    return begin + (place * stored + variant) * codec.bytes();
  }

  /** Size of a file. */
  long bytes(int file) {
    return content(file, count(file), 0);
  }

  String name(int file) {
    return stem(file) + kind.ending();
  }

  /** The name of the stamps of a file's images. */
  static String stamps(int file) {
    return stem(file) + ".stamps";
  }

  private static String stem(int file) {
    return "shard-%06d".formatted(file);
  }
}
