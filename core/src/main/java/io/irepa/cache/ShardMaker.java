package io.irepa.cache;

import ai.djl.ndarray.NDManager;
import io.irepa.IrepaException;
import io.irepa.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Makes the files of one cache in turn, each whole or not at all. */
final class ShardMaker {
  private static final int CHUNK = 64;
  private static final long NOTE_EVERY = TimeUnit.SECONDS.toNanos(10);

  private final Path folder;
  private final CacheLayout layout;
  private final Content content;
  private final Encoding encoding;
  private final ReadAhead images;
  private final Consumer<String> note;
  private final long begun = System.nanoTime();
  private long noted = begun;
  private long kept;
  private long encoded;
  private long unread;
  private OptionalDouble error = OptionalDouble.empty();

  ShardMaker(
      Path folder,
      CacheLayout layout,
      Content content,
      NDManager manager,
      ReadAhead images,
      Consumer<String> note) {
    this.folder = folder;
    this.layout = layout;
    this.content = content;
    this.encoding = new Encoding(content, layout, manager);
    this.images = images;
    this.note = note;
  }

  /** Ends the writing of a file, which is then removed. */
  private static final class Stopped extends IOException {
    private static final long serialVersionUID = 1;
  }

  /** All files, until asked to stop. */
  CacheBuilder.Result all(BooleanSupplier stop) throws IOException {
    boolean finished = true;
    try {
      for (int file = 0; file < layout.shards(); file++) {
        if (isRight(file, stop)) {
          kept += layout.count(file);
        } else {
          int one = file;
          long[] stamps = new long[layout.count(file)];
          Files.deleteIfExists(folder.resolve(CacheLayout.stamps(file)));
          WholeFile.make(
              folder.resolve(layout.name(file)), aside -> make(aside, one, stamps, stop));
          Stamps.write(folder, file, Shard.open(folder, layout, file).sum(), stamps);
        }
      }
    } catch (Stopped e) {
      finished = false;
    }
    return new CacheBuilder.Result(folder, kept, encoded, unread, error, finished);
  }

  /** Whether a file is there, undamaged, and of the images as they are now. */
  private boolean isRight(int file, BooleanSupplier stop) throws IOException {
    if (!Files.exists(folder.resolve(layout.name(file)))) {
      return false;
    }
    try {
      Shard shard = Shard.open(folder, layout, file);
      return hasKnownImages(shard, file, stop) || hasSameImages(shard, file, stop);
    } catch (IrepaException e) {
      note.accept(e.getMessage());
      return false;
    }
  }

  /** Whether all stamps are those that were encoded; nothing is decoded. */
  private boolean hasKnownImages(Shard shard, int file, BooleanSupplier stop) throws IOException {
    long[] stamps = Stamps.read(folder, file, shard.sum(), layout.count(file));
    long missing = 0;
    for (int place = 0; place < stamps.length; place++) {
      if (place % CHUNK == 0) {
        check(stop);
      }
      long stamp = stamps[place];
      if (stamp == Stamps.NONE || images.stamp(layout.first(file) + place) != stamp) {
        return false;
      }
      missing += shard.hash(place, 0) == 0 ? 1 : 0;
      checkContent(shard, place);
    }
    unread += missing;
    return true;
  }

  /** Whether all pixels are those that were encoded; their stamps are then known again. */
  private boolean hasSameImages(Shard shard, int file, BooleanSupplier stop) throws IOException {
    long[] stamps = new long[layout.count(file)];
    long missing = 0;
    int place = 0;
    while (place < stamps.length) {
      for (ReadAhead.Look look : chunk(file, place, stop)) {
        long hash = look.image().map(Pixels::hash).orElse(0L);
        if (shard.hash(place, 0) != hash) {
          return false;
        }
        missing += hash == 0 ? 1 : 0;
        checkContent(shard, place);
        stamps[place] = look.stamp();
        place++;
      }
    }
    Stamps.write(folder, file, shard.sum(), stamps);
    unread += missing;
    return true;
  }

  private void checkContent(Shard shard, int place) {
    for (int variant = 0; variant < layout.stored() && shard.hash(place, 0) != 0; variant++) {
      shard.content(place, variant);
    }
  }

  private static void check(BooleanSupplier stop) throws Stopped {
    if (stop.getAsBoolean()) {
      throw new Stopped();
    }
  }

  private List<ReadAhead.Look> chunk(int file, int place, BooleanSupplier stop) throws IOException {
    check(stop);
    long first = layout.first(file);
    report(first + place);
    return images.read(first + place, first + layout.count(file));
  }

  private void report(long done) {
    long now = System.nanoTime();
    if (now - noted > NOTE_EVERY) {
      noted = now;
      note.accept(
          "  %d of %d images, %.1f a second"
              .formatted(done, layout.examples(), done / ((now - begun) / 1e9)));
    }
  }

  private void make(Path aside, int file, long[] stamps, BooleanSupplier stop) throws IOException {
    long missing = 0;
    try (ShardWriter writer = new ShardWriter(aside, layout, file)) {
      int place = 0;
      while (place < layout.count(file)) {
        List<ReadAhead.Look> read = chunk(file, place, stop);
        List<float[]> present = read.stream().flatMap(look -> look.image().stream()).toList();
        int first = place;
        int[] places =
            IntStream.range(0, read.size())
                .filter(i -> read.get(i).image().isPresent())
                .map(i -> first + i)
                .toArray();
        for (int i = 0; i < read.size(); i++) {
          stamps[first + i] = read.get(i).stamp();
        }
        missing += read.size() - present.size();
        for (int orientation = 0; orientation < layout.orientations(); orientation++) {
          write(writer, file, places, orientation, oriented(present, orientation));
        }
        place += read.size();
      }
      writer.finish();
    }
    encoded += layout.count(file) - missing;
    unread += missing;
  }

  private static List<float[]> oriented(List<float[]> images, int orientation) {
    return orientation == 0 ? images : images.stream().map(Pixels::mirrored).toList();
  }

  private void write(
      ShardWriter writer, int file, int[] places, int orientation, List<float[]> pixels)
      throws IOException {
    if (places.length == 0) {
      return;
    }
    for (int i = 0; i < places.length; i++) {
      writer.hash(places[i], orientation, Pixels.hash(pixels.get(i)));
    }
    if (orientation < layout.stored()) {
      long[] examples = IntStream.of(places).mapToLong(i -> layout.first(file) + i).toArray();
      float[] values = encoding.of(pixels, examples, orientation);
      if (error.isEmpty()) {
        error = OptionalDouble.of(content.error(values));
      }
      for (int i = 0; i < places.length; i++) {
        writer.content(places[i], orientation, values, i * layout.codec().numbers());
      }
    }
  }
}
