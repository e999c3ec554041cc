package io.irepa.train;

import io.irepa.IoReason;
import io.irepa.IrepaException;
import io.irepa.spi.DataSource;
import io.irepa.spi.Example;
import io.irepa.tensor.Philox;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Reads the examples of each step ahead of it, in the background, and makes a batch of them there.
 * Which examples, in which order, with which flips depends on (seed, step) alone: epoch e is a
 * permutation of the source from the draw {@code data.order} at e.
 */
final class Batches<B> implements AutoCloseable {
  private static final int AHEAD = 2;

  private final DataSource source;
  private final long seed;
  private final int batch;
  private final Function<List<Example>, B> collect;

  /** Why each damaged example could not be read, by its index. */
  private final Map<Long, String> broken = new ConcurrentHashMap<>();

  private final ExecutorService reader =
      Executors.newFixedThreadPool(
          2,
          task -> {
            Thread thread = new Thread(task, "irepa-data");
            thread.setDaemon(true);
            return thread;
          });
  private final List<CompletableFuture<B>> ahead = new ArrayList<>();
  private volatile boolean closed;
  private long waited;
  private long next;
  private long permutedEpoch = -1;
  private int[] permutation = new int[0];

  /**
   * @param source closed with this
   * @param batch examples a step
   * @param firstStep counted from 0
   * @param collect makes a batch of a step's examples, on several threads
   */
  Batches(
      DataSource source, long seed, int batch, long firstStep, Function<List<Example>, B> collect) {
    this.source = source;
    this.seed = seed;
    this.batch = batch;
    this.collect = collect;
    this.next = firstStep;
    if (source.size() > Integer.MAX_VALUE) {
      throw new IrepaException(
          "A source of " + source.size() + " examples is too large to permute.");
    }
  }

  /** The batch of the next step. */
  B next() {
    while (ahead.size() < AHEAD) {
      long step = next++;
      ahead.add(CompletableFuture.supplyAsync(() -> collect.apply(readBatch(step)), reader));
    }
    long begun = System.nanoTime();
    try {
      return ahead.remove(0).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException unforeseen) {
        throw unforeseen;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e;
    } finally {
      waited = System.nanoTime() - begun;
    }
  }

  /** How long the last call of {@link #next} waited, in milliseconds. */
  double waitedMilliseconds() {
    return waited / 1e6;
  }

  /** Whether examples carry encoder tokens. */
  boolean suppliesTargets() {
    return source.suppliesTargets();
  }

  /** Damaged examples passed over so far, each counted once. */
  int broken() {
    return broken.size();
  }

  /** Why one of the damaged examples could not be read; empty if there is none. */
  String example() {
    return broken.values().stream().min(Comparator.naturalOrder()).orElse("");
  }

  private List<Example> readBatch(long step) {
    List<Example> examples = new ArrayList<>(batch);
    for (int i = 0; i < batch; i++) {
      if (closed) {
        throw new CancellationException("Training has ended.");
      }
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
    for (int attempt = 0; attempt < size && !closed; attempt++) {
      long index = order(place / size, (int) ((place + attempt) % size));
      try {
        return source.read(index, Philox.of(seed, place, "data.augment"));
      } catch (IOException e) {
        last = IoReason.of(e);
        broken.put(index, last);
        if (broken.size() > allowed()) {
          break;
        }
      }
    }
    throw new IrepaException(
        "%d of %d examples are damaged so far, and data.broken-limit allows %d; the last one is %s. Remove them or raise the limit."
            .formatted(broken.size(), size, allowed(), last));
  }

  /** A share of the source; at least one, unless none is allowed. */
  private long allowed() {
    double share = source.brokenLimit() * source.size();
    return share > 0 ? Math.max(1, (long) share) : 0;
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

  /** Waits for the reads in progress, without interrupting them, and closes the source. */
  @Override
  public void close() {
    closed = true;
    ahead.forEach(batch -> batch.cancel(false));
    reader.shutdown();
    try {
      if (!reader.awaitTermination(10, TimeUnit.SECONDS)) {
        reader.shutdownNow();
      }
    } catch (InterruptedException e) {
      reader.shutdownNow();
      Thread.currentThread().interrupt();
    }
    source.close();
  }
}
