package io.irepa.train;

import ai.djl.ndarray.NDArray;
import io.irepa.config.EmaConfig;
import io.irepa.tensor.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/**
 * A power-function average as a safetensors file, which is there whole or not at all: written
 * aside, synced, renamed.
 */
final class AverageFile {
  private AverageFile() {}

  /**
   * Writes or replaces a file.
   *
   * @param step that it ends at
   * @param length relative
   * @param arrays by name; not closed
   * @throws IOException if it cannot be written; what was there before is then untouched
   */
  static void write(Path file, long step, double length, Map<String, NDArray> arrays)
      throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    // Always the same name, so that processes that were killed leave one such file at most.
    Path aside = folder.resolve(".writing.safetensors");
    Safetensors.write(
        aside,
        arrays,
        Map.of("step", String.valueOf(step), "relative-length", EmaConfig.plain(length)));
    Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    Folders.sync(folder);
  }
}
