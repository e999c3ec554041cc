package io.irepa.train;

import io.irepa.IoReason;
import io.irepa.IrepaException;
import io.irepa.WholeFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A run's folder, locked against a second process while it is open. */
final class RunFolder implements AutoCloseable {
  static final String CONFIG = "config.yaml";

  private static final String LOCK = ".lock";

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
   * Opens and locks a run's folder, and makes it if it is not there.
   *
   * @throws IrepaException if it cannot be written, or another process trains into it
   */
  static RunFolder open(Path path) {
    return openUnlessInUse(path)
        .orElseThrow(
            () ->
                new IrepaException(
                    "Another process%s trains into %s. Wait for it, or give this run another name (-s name=…)."
                        .formatted(owner(path.resolve(LOCK)), path)));
  }

  /**
   * The same, but empty if another process trains into it.
   *
   * @throws IrepaException if it cannot be written
   */
  static Optional<RunFolder> openUnlessInUse(Path path) {
    try {
      boolean made = !Files.exists(path);
      Files.createDirectories(path.resolve("samples"));
      FileChannel channel =
          FileChannel.open(
              path.resolve(LOCK),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      RunFolder folder = new RunFolder(path, channel, made);
      if (!folder.lock()) {
        channel.close();
        return Optional.empty();
      }
      return Optional.of(folder);
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
      if (lock == null) {
        return false;
      }
      lockFile.truncate(0);
      lockFile.write(
          ByteBuffer.wrap(("" + ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8)),
          0);
      return true;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private static String owner(Path lock) {
    try {
      String pid = Files.readString(lock);
      return pid.matches("[0-9]+") ? " (" + pid + ")" : "";
    } catch (IOException e) {
      return ""; // It has ended meanwhile.
    }
  }

  Path path() {
    return path;
  }

  /** Writes a text file aside and renames it. */
  void write(String name, String text) throws IOException {
    WholeFile.write(path.resolve(name), text);
  }

  /**
   * Removes what an earlier process left that this one makes again: pictures and snapshots of later
   * steps, and files and checkpoints in the making.
   */
  void removeAfter(long step) throws IOException {
    Path samples = path.resolve("samples");
    for (Path file : files(samples, "step-[0-9]{1,18}\\.png")) {
      if (Long.parseLong(file.getFileName().toString().replaceAll("[^0-9]", "")) > step) {
        Files.delete(file);
      }
    }
    for (Path folder : List.of(path, samples)) {
      for (Path file : files(folder, "\\..*\\.writing")) {
        Files.delete(file);
      }
    }
    new Snapshots(path).removeAfter(step);
    Checkpoints checkpoints = new Checkpoints(path);
    checkpoints.setAsideAfter(step);
    checkpoints.removeUnfinished();
  }

  private static List<Path> files(Path folder, String name) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.getFileName().toString().matches(name)).toList();
    }
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
