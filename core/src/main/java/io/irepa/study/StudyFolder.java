package io.irepa.study;

import io.irepa.IoReason;
import io.irepa.IrepaException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Where a study's files lie.
 *
 * @param path of the study's folder
 */
public record StudyFolder(Path path) {
  /** The folder of run folders. */
  public Path runs() {
    return path.resolve("runs");
  }

  Path run(String name) {
    return runs().resolve(name);
  }

  /** The run's configuration, which its process is given. */
  Path config(String name) {
    return path.resolve("configs").resolve(name + ".yaml");
  }

  /** What a process said. */
  public Path log(String name) {
    return path.resolve("logs").resolve(name + ".log");
  }

  Path status(String name) {
    return path.resolve("status").resolve(name + ".json");
  }

  /** What was measured of an encoder. */
  Path encoder(String name) {
    return path.resolve("encoders").resolve(name);
  }

  /** The database of results. */
  public Path results() {
    return path.resolve("results.duckdb");
  }

  /** The page. */
  public Path page() {
    return path.resolve("study.html");
  }

  /** The same for repositories' pages, with charts beside it. */
  public Path markdown() {
    return path.resolve("study.md");
  }

  /**
   * Makes the folders, and keeps other processes from working on the study.
   *
   * @return to be closed at the end
   * @throws IrepaException if another one does, or the disk cannot be written
   */
  AutoCloseableLock lock() {
    try {
      for (String name : new String[] {"runs", "configs", "logs", "status", "encoders"}) {
        Files.createDirectories(path.resolve(name));
      }
      FileChannel channel =
          FileChannel.open(
              path.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!isFree(channel)) {
        channel.close();
        throw new IrepaException(
            "Another process works on the study in %s. Wait for it, or give this one another name (-s name=…)."
                .formatted(path));
      }
      return channel::close;
    } catch (IOException e) {
      throw new IrepaException(
          "The study's folder %s cannot be written: %s. Choose another with --runs."
              .formatted(path, IoReason.of(e)),
          e);
    }
  }

  /** Releases the lock. */
  interface AutoCloseableLock extends AutoCloseable {
    @Override
    void close() throws IOException;
  }

  /** Whether nobody trains into a run's folder. */
  boolean isFree(String run) throws IOException {
    Path lock = run(run).resolve(".lock");
    if (!Files.exists(lock)) {
      return true;
    }
    try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE)) {
      return isFree(channel);
    }
  }

  private static boolean isFree(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }
}
