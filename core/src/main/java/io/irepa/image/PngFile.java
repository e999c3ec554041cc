package io.irepa.image;

import io.irepa.WholeFile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/**
 * Writes PNG files, whole or not at all.
 *
 * @since 0.1
 */
public final class PngFile {
  private PngFile() {}

  /**
   * Writes or replaces a file.
   *
   * @param image to write
   * @param file in a folder that exists
   * @throws IOException if it cannot be written; nothing is then left behind
   */
  public static void write(BufferedImage image, Path file) throws IOException {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    if (!ImageIO.write(image, "png", png)) {
      throw new IOException("this Java runtime writes no PNG files");
    }
    WholeFile.write(file, png.toByteArray());
  }
}
