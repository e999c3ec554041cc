package io.irepa.plugin.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import io.irepa.numpy.NpzImageWriter;
import io.irepa.spi.DataSource;
import io.irepa.testkit.DataSourceContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random images of 20 x 24 pixels in three classes. */
final class NpzContractTest extends DataSourceContract {
  @TempDir private static Path folder;
  private static byte[] pixels;

  @BeforeAll
  static void write() throws IOException {
    pixels = new byte[15 * 20 * 24 * 3];
    new Random(1).nextBytes(pixels);
    long[] labels = new long[15];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = i % 3;
    }
    try (NpzImageWriter writer = new NpzImageWriter(folder.resolve("a.npz"), 15, 20, 24)) {
      writer.add(pixels);
      writer.finish(labels);
    }
  }

  @Override
  protected DataSource source() {
    return open(folder.resolve("a.npz"));
  }

  private static DataSource open(Path file) {
    Npz.Config config = new Npz.Config(file, 20, true, Optional.empty());
    return new Npz(config, Fixtures.ANY);
  }

  @Override
  protected int resolution() {
    return 20;
  }

  @Test
  void nothingIsLeftBesideTheArchive() throws IOException {
    try (var files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()).toList())
          .as("files")
          .doesNotContain(".a.npz.images")
          .contains("a.npz");
    }
  }

  @Test
  void compressedArchivesAreRefusedWithTheReason() throws IOException {
    Path file = folder.resolve("packed.npz");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
      out.putNextEntry(new ZipEntry("arr_0.npy"));
      out.write(new byte[1000]);
    }
    Fixtures.assertRefused(() -> open(file), "packed.npz", "compressed", "numpy.savez");
  }

  @Test
  void archivesWithoutImagesAreRefusedWithWhatTheyHold() throws IOException {
    Path file = folder.resolve("moments.npz");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
      out.putNextEntry(new ZipEntry("mu.npy"));
    }
    Fixtures.assertRefused(() -> open(file), "moments.npz", "no images arr_0", "mu.npy");
  }
}
