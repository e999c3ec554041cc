package io.irepa.prepare;

import io.irepa.IrepaException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** Threads that share the pieces of a work, each taking the next that nobody has taken. */
final class Workers {
  private Workers() {}

  /** A piece of the work. */
  interface Piece {
    /** Does it; an exception ends the whole work. */
    void run(int number) throws Exception;
  }

  /**
   * Does all pieces, in whatever order.
   *
   * @param stop asked before each; if true, what is begun is finished, and no more
   * @return whether all is done
   * @throws IrepaException what a piece threw
   */
  static boolean run(int threads, int pieces, BooleanSupplier stop, Piece piece) {
    AtomicInteger next = new AtomicInteger();
    AtomicInteger done = new AtomicInteger();
    ExecutorService pool = Executors.newFixedThreadPool(Math.max(1, Math.min(threads, pieces)));
    try {
      List<Future<Void>> workers = new ArrayList<>();
      for (int i = 0; i < Math.min(threads, pieces); i++) {
        workers.add(
            pool.submit(
                () -> {
                  while (!stop.getAsBoolean()) {
                    int number = next.getAndIncrement();
                    if (number >= pieces) {
                      return null;
                    }
                    try {
                      piece.run(number);
                      done.incrementAndGet();
                    } catch (Exception | Error e) {
                      next.set(pieces); // The others need not go on.
                      throw e;
                    }
                  }
                  return null;
                }));
      }
      for (Future<Void> worker : workers) {
        worker.get();
      }
      return done.get() == pieces;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IrepaException known) {
        throw known;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      pool.shutdownNow();
    }
  }
}
