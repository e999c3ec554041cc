package io.irepa;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Files that are there whole or not at all: written aside, then renamed.
 *
 * @since 0.1
 */
public final class WholeFile {
  private WholeFile() {}

  /**
   * Writes or replaces a file.
   *
   * @param file to write
   * @param content all of its bytes
   * @throws IOException if it cannot be written; what was there before is then untouched, and
   *     nothing is left beside it
   */
  public static void write(Path file, byte[] content) throws IOException {
    Path aside = file.resolveSibling("." + file.getFileName() + ".writing");
    try {
      Files.write(aside, content);
      Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(aside);
    }
  }

  /**
   * Writes or replaces a file of text, likewise.
   *
   * @param file to write
   * @param content written as UTF-8
   * @throws IOException if it cannot be written, as for bytes
   */
  public static void write(Path file, String content) throws IOException {
    write(file, content.getBytes(StandardCharsets.UTF_8));
  }
}
