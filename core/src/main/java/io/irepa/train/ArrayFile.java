package io.irepa.train;

import ai.djl.ndarray.NDArray;
import io.irepa.tensor.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/** A safetensors file that is there whole or not at all: written aside, synced, renamed. */
final class ArrayFile {
  private ArrayFile() {}

  /**
   * Writes or replaces a file.
   *
   * @param arrays by name; not closed
   * @param metadata free text by key
   * @throws IOException if it cannot be written; what was there before is then untouched
   */
  static void write(Path file, Map<String, NDArray> arrays, Map<String, String> metadata)
      throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    // Always the same name, so that processes that were killed leave one such file at most.
    Path aside = folder.resolve(".writing.safetensors");
    Safetensors.write(aside, arrays, metadata);
    Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    Folders.sync(folder);
  }
}
