package io.irepa.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stamps beside the file of a cache: where they are not whole, images are looked at again. */
final class StampsTest {
  private static final long[] STAMPS = {7, Stamps.NONE, Long.MAX_VALUE};
  private static final int SUM = 12345;

  @TempDir private Path folder;

  private Path file() {
    return folder.resolve("shard-000003.stamps");
  }

  @Test
  void givesWhatWasWritten() throws IOException {
    Stamps.write(folder, 3, SUM, STAMPS);
    assertThat(Stamps.read(folder, 3, SUM, 3)).as("stamps").containsExactly(STAMPS);
  }

  @Test
  void knowsNoImageWithoutAFile() throws IOException {
    assertThat(Stamps.read(folder, 3, SUM, 3)).as("stamps").containsOnly(Stamps.NONE);
  }

  @Test
  void knowsNoImageOfAnotherFileOfTheCache() throws IOException {
    Stamps.write(folder, 3, SUM, STAMPS);
    assertThat(Stamps.read(folder, 3, SUM + 1, 3)).as("stamps").containsOnly(Stamps.NONE);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 8, 12, 20, 36, 39})
  void knowsNoImageOfADamagedFile(int position) throws IOException {
    Stamps.write(folder, 3, SUM, STAMPS);
    byte[] bytes = Files.readAllBytes(file());
    bytes[position] ^= 1;
    Files.write(file(), bytes);
    assertThat(Stamps.read(folder, 3, SUM, 3)).as("stamps").containsOnly(Stamps.NONE);
  }

  @Test
  void knowsNoImageOfATruncatedFile() throws IOException {
    Stamps.write(folder, 3, SUM, STAMPS);
    byte[] bytes = Files.readAllBytes(file());
    Files.write(file(), Arrays.copyOf(bytes, bytes.length - 1));
    assertThat(Stamps.read(folder, 3, SUM, 3)).as("stamps").containsOnly(Stamps.NONE);
  }
}
