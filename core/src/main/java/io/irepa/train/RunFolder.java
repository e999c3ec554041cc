package io.irepa.train;

import io.irepa.IoReason;
import io.irepa.IrepaException;
import io.irepa.WholeFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A run's folder, locked against a second process while it is open. */
final class RunFolder implements AutoCloseable {
  private final Path path;
  private final FileChannel lockFile;
  private final boolean made;
  private boolean begun;

  private RunFolder(Path path, FileChannel lockFile, boolean made) {
    this.path = path;
    this.lockFile = lockFile;
    this.made = made;
  }

  /**
   * Makes and locks a folder for a new run.
   *
   * @throws IrepaException if it cannot be written, is in use, or holds checkpoints of an earlier
   *     run
   */
  static RunFolder create(Path path) {
    try {
      boolean made = !Files.exists(path);
      Files.createDirectories(path.resolve("samples"));
      FileChannel channel =
          FileChannel.open(
              path.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      RunFolder folder = new RunFolder(path, channel, made);
      if (!folder.lock()) {
        channel.close();
        throw new IrepaException("Another process trains into " + path + ".");
      }
      if (new Checkpoints(path, 1).newest().isPresent()) {
        folder.close();
        throw new IrepaException(
            "%s holds checkpoints of an earlier run. Give this run another name (-s name=…), or remove the folder."
                .formatted(path));
      }
      return folder;
    } catch (IOException e) {
      throw new IrepaException(
          "The run folder %s cannot be written: %s. Choose another with --runs."
              .formatted(path, IoReason.of(e)),
          e);
    }
  }

  private boolean lock() throws IOException {
    try {
      FileLock lock = lockFile.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  Path path() {
    return path;
  }

  /** Writes a text file aside and renames it. */
  void write(String name, String text) throws IOException {
    WholeFile.write(path.resolve(name), text);
  }

  /** There is something to keep from now on. */
  void begun() {
    begun = true;
  }

  /** Unlocks the folder, and removes it again if it was made here and nothing was trained. */
  @Override
  public void close() {
    try {
      lockFile.close();
      if (made && !begun) {
        Folders.delete(path);
      }
    } catch (IOException e) {
      throw new IrepaException("The lock of " + path + " cannot be released: " + e + ".", e);
    }
  }
}
