package io.irepa.cache;

import io.irepa.spi.DataSource;
import io.irepa.spi.Example;
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
  private List<CompletableFuture<Optional<float[]>>> ahead = new ArrayList<>();
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
   * Images [3,H,W], at most a chunk; an empty one could not be read. Starts to read those that
   * follow.
   *
   * @param end where the reading ends
   */
  List<Optional<float[]>> read(long from, long end) {
    List<CompletableFuture<Optional<float[]>>> now =
        from == aheadFrom ? ahead : submitted(from, end);
    aheadFrom = from + now.size();
    ahead = submitted(aheadFrom, end);
    return now.stream().map(CompletableFuture::join).toList();
  }

  private List<CompletableFuture<Optional<float[]>>> submitted(long from, long end) {
    List<CompletableFuture<Optional<float[]>>> reads = new ArrayList<>();
    for (long index = from; index < Math.min(end, from + chunk); index++) {
      long one = index;
      reads.add(CompletableFuture.supplyAsync(() -> image(one), readers));
    }
    return reads;
  }

  private Optional<float[]> image(long index) {
    try {
      Example example = source.read(index, Philox.of(0, index, "cache"));
      return Optional.of(CachedSource.image(example));
    } catch (IOException e) {
      return Optional.empty(); // Training, too, passes over a damaged image, and counts it.
    }
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
