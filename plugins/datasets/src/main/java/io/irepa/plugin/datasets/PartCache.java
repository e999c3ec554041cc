package io.irepa.plugin.datasets;

import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Parts of files that were decoded, the last used ones, as many as there is room for. A part that
 * several threads want is decoded once.
 */
final class PartCache {
  private final long room;
  private final Map<Object, CompletableFuture<List<Optional<Cell>>>> parts =
      new LinkedHashMap<>(16, 0.75f, true);
  private long used;

  /** Decodes a part. */
  interface Reader {
    List<Optional<Cell>> read() throws IOException;
  }

  /**
   * @param room in bytes; one part may be larger, and is then not kept
   */
  PartCache(long room) {
    this.room = room;
  }

  /** The rows of a part, read if they are not here. */
  List<Optional<Cell>> get(Object part, Reader reader) throws IOException {
    CompletableFuture<List<Optional<Cell>>> own = new CompletableFuture<>();
    CompletableFuture<List<Optional<Cell>>> there;
    synchronized (this) {
      there = parts.putIfAbsent(part, own);
      if (there != null) {
        there = parts.get(part); // marks it as used
      }
    }
    return there == null ? read(part, reader, own) : wait(there);
  }

  private static List<Optional<Cell>> wait(CompletableFuture<List<Optional<Cell>>> there)
      throws IOException {
    try {
      return there.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw new IOException(failure.getMessage(), e);
      }
      throw e;
    }
  }

  private List<Optional<Cell>> read(
      Object part, Reader reader, CompletableFuture<List<Optional<Cell>>> own) throws IOException {
    try {
      List<Optional<Cell>> rows = reader.read();
      own.complete(rows);
      keep(size(rows));
      return rows;
    } catch (IOException | RuntimeException | Error e) {
      forget(part);
      own.completeExceptionally(e);
      throw e;
    }
  }

  private synchronized void forget(Object part) {
    parts.remove(part);
  }

  private synchronized void keep(long size) {
    used += size;
    Iterator<CompletableFuture<List<Optional<Cell>>>> oldest = parts.values().iterator();
    while (used > room && oldest.hasNext()) {
      CompletableFuture<List<Optional<Cell>>> part = oldest.next();
      if (part.isDone()) {
        used -= size(part.join());
        oldest.remove();
      }
    }
  }

  private static long size(List<Optional<Cell>> rows) {
    return rows.stream().mapToLong(row -> row.map(Cell::size).orElse(16L)).sum();
  }
}
