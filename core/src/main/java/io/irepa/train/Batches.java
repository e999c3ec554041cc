package io.irepa.train;

import io.irepa.IrepaException;
import io.irepa.spi.DataSource;
import io.irepa.spi.Example;
import io.irepa.tensor.Philox;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads the examples of each step ahead of it, in the background. Which examples, in which order,
 * with which flips depends on (seed, step) alone: epoch e is a permutation of the source from the
 * draw {@code data.order} at e.
 */
final class Batches implements AutoCloseable {
  private static final int AHEAD = 2;

  private final DataSource source;
  private final long seed;
  private final int batch;
  private final AtomicLong read = new AtomicLong();
  private final AtomicLong broken = new AtomicLong();
  private final ExecutorService reader =
      Executors.newFixedThreadPool(
          2,
          task -> {
            Thread thread = new Thread(task, "irepa-data");
            thread.setDaemon(true);
            return thread;
          });
  private final List<CompletableFuture<List<Example>>> ahead = new ArrayList<>();
  private long next;
  private long permutedEpoch = -1;
  private int[] permutation = new int[0];

  Batches(DataSource source, long seed, int batch, long firstStep) {
    this.source = source;
    this.seed = seed;
    this.batch = batch;
    this.next = firstStep;
    if (source.size() > Integer.MAX_VALUE) {
      throw new IrepaException(
          "A source of " + source.size() + " examples is too large to permute.");
    }
  }

  /** The examples of the next step. */
  List<Example> next() {
    while (ahead.size() < AHEAD) {
      long step = next++;
      ahead.add(CompletableFuture.supplyAsync(() -> readBatch(step), reader));
    }
    try {
      return ahead.remove(0).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof IrepaException known) {
        throw known;
      }
      throw e;
    }
  }

  /** Damaged examples passed over so far. */
  long broken() {
    return broken.get();
  }

  private List<Example> readBatch(long step) {
    List<Example> examples = new ArrayList<>(batch);
    for (int i = 0; i < batch; i++) {
      examples.add(readOne(step * batch + i));
    }
    return examples;
  }

  /**
   * The example at a place of the endless sequence of epochs; a damaged one is replaced by the
   * next.
   */
  private Example readOne(long place) {
    long size = source.size();
    String last = "";
    for (int attempt = 0; attempt < size; attempt++) {
      long index = order(place / size, (int) ((place + attempt) % size));
      try {
        read.incrementAndGet();
        return source.read(index, Philox.of(seed, place, "data.augment"));
      } catch (IOException e) {
        last = e.getMessage();
        long bad = broken.incrementAndGet();
        if (bad > Math.max(1, source.brokenLimit() * Math.max(size, read.get()))) {
          break;
        }
      }
    }
    throw new IrepaException(
        "%d of %d examples read are damaged, more than data.broken-limit allows; the last one: %s. Remove them or raise the limit."
            .formatted(broken.get(), read.get(), last));
  }

  private synchronized long order(long epoch, int position) {
    if (epoch != permutedEpoch) {
      Philox random = Philox.of(seed, epoch, "data.order");
      permutation = new int[(int) source.size()];
      for (int i = 0; i < permutation.length; i++) {
        int j = random.nextInt(i + 1);
        permutation[i] = permutation[j];
        permutation[j] = i;
      }
      permutedEpoch = epoch;
    }
    return permutation[position];
  }

  @Override
  public void close() {
    reader.shutdownNow();
    source.close();
  }
}
