package io.irepa.cache;

import io.irepa.spi.DataSource;
import io.irepa.tensor.Philox;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Reads the images of a source in their order, a few in advance, on several threads. */
final class ReadAhead implements AutoCloseable {
  private final DataSource source;
  private final int chunk;
  private final ExecutorService readers;
  private List<CompletableFuture<Look>> ahead = new ArrayList<>();
  private long aheadFrom = -1;

  /**
   * @param chunk images at once
   */
  ReadAhead(DataSource source, int chunk) {
    this.source = source;
    this.chunk = chunk;
    this.readers =
        Executors.newFixedThreadPool(
            Math.max(2, Runtime.getRuntime().availableProcessors()),
            task -> {
              Thread thread = new Thread(task, "irepa-data");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * An image that was looked at.
   *
   * @param image [3,H,W]; empty if it could not be read
   * @param stamp from before it was read
   */
  record Look(Optional<float[]> image, long stamp) {}

  /**
   * Images, at most a chunk. Starts to read those that follow.
   *
   * @param end where the reading ends
   */
  List<Look> read(long from, long end) {
    List<CompletableFuture<Look>> now = from == aheadFrom ? ahead : submitted(from, end);
    aheadFrom = from + now.size();
    ahead = submitted(aheadFrom, end);
    return now.stream().map(CompletableFuture::join).toList();
  }

  private List<CompletableFuture<Look>> submitted(long from, long end) {
    List<CompletableFuture<Look>> reads = new ArrayList<>();
    for (long index = from; index < Math.min(end, from + chunk); index++) {
      long one = index;
      reads.add(CompletableFuture.supplyAsync(() -> image(one), readers));
    }
    return reads;
  }

  private Look image(long index) {
    Optional<DataSource.Outline> outline = outline(index);
    long stamp = outline.map(DataSource.Outline::stamp).orElse(Stamps.NONE);
    try {
      float[] image = CachedSource.image(source.read(index, random(index)));
      // The first orientation is the upright one, wherever that is known.
      boolean mirrored = outline.isPresent() && outline.get().mirrored().test(random(index));
      return new Look(Optional.of(mirrored ? Pixels.mirrored(image) : image), stamp);
    } catch (IOException e) {
      // Training, too, passes over a damaged image, and counts it.
      return new Look(Optional.empty(), stamp);
    }
  }

  private static Philox random(long index) {
    return Philox.of(0, index, "cache");
  }

  private Optional<DataSource.Outline> outline(long index) {
    try {
      return source.outline(index);
    } catch (IOException e) {
      return Optional.empty(); // Reading it says why.
    }
  }

  /**
   * What tells an image from a changed one without reading it; {@link Stamps#NONE} if nothing does.
   */
  long stamp(long index) {
    return outline(index).map(DataSource.Outline::stamp).orElse(Stamps.NONE);
  }

  /** Waits for the reads in progress: the source is closed next. */
  @Override
  public void close() {
    ahead.forEach(read -> read.cancel(false));
    readers.shutdown();
    try {
      if (!readers.awaitTermination(10, TimeUnit.SECONDS)) {
        readers.shutdownNow();
      }
    } catch (InterruptedException e) {
      readers.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
