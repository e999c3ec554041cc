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
    make(file, aside -> Files.write(aside, content));
  }

  /** Writes a file where it is told to. */
  @FunctionalInterface
  public interface Maker {
    /**
     * Writes the file.
     *
     * @param aside where it is written; not there before
     * @throws IOException if it cannot be written
     */
    void write(Path aside) throws IOException;
  }

  /**
   * Writes or replaces a file of any size.
   *
   * @param file to write
   * @param maker writes it to another place, from where it is renamed
   * @throws IOException if it cannot be written, as for bytes
   */
  public static void make(Path file, Maker maker) throws IOException {
    Path aside = file.resolveSibling("." + file.getFileName() + ".writing");
    try {
      maker.write(aside);
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
