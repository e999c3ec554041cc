package io.irepa.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import io.irepa.IrepaException;
import io.irepa.spi.Samples;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NpzTest {
  @TempDir private Path folder;

  /** As NumPy writes it, version 1.0. */
  private static byte[] npy(String type, String shape, double... values) {
    String header =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }".formatted(type, shape);
    header = header + " ".repeat(63 - (header.length() + 10) % 64) + "\n";
    int bytes = type.endsWith("8") ? 8 : 4;
    ByteBuffer out =
        ByteBuffer.allocate(10 + header.length() + bytes * values.length)
            .order(ByteOrder.LITTLE_ENDIAN);
    out.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0})
        .putShort((short) header.length());
    out.put(header.getBytes(StandardCharsets.US_ASCII));
    for (double value : values) {
      if (bytes == 8) {
        out.putDouble(value);
      } else {
        out.putFloat((float) value);
      }
    }
    return out.array();
  }

  private Path npz(Map<String, byte[]> arrays) throws IOException {
    Path file = folder.resolve("reference.npz");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, byte[]> array : arrays.entrySet()) {
        zip.putNextEntry(new ZipEntry(array.getKey() + ".npy"));
        zip.write(array.getValue());
        zip.closeEntry();
      }
    }
    return file;
  }

  private static void assertMoments(Path file, boolean spatial, double mean, double variance) {
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      Samples.Moments moments = Npz.moments(file, spatial, manager);
      assertThat(moments.mean().toDoubleArray()).as("mean").containsExactly(mean, 2);
      assertThat(moments.covariance().toDoubleArray())
          .as("covariance")
          .containsExactly(variance, 0.5, 0.5, 3);
    }
  }

  private static IrepaException refused(Path file) {
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      return org.assertj.core.api.Assertions.catchThrowableOfType(
          IrepaException.class, () -> Npz.moments(file, false, manager));
    }
  }

  @Test
  void readsBothKindsOfStatistics() throws IOException {
    Path file =
        npz(
            Map.of(
                "mu", npy("<f8", "2,", 1, 2),
                "sigma", npy("<f8", "2, 2", 4, 0.5, 0.5, 3),
                "mu_s", npy("<f4", "2,", 7, 2),
                "sigma_s", npy("<f4", "2, 2", 9, 0.5, 0.5, 3)));
    assertMoments(file, false, 1, 4);
    assertMoments(file, true, 7, 9);
  }

  @Test
  void namesTheArraysThatAreThere() throws IOException {
    assertThat(refused(npz(Map.of("arr_0", npy("<f4", "1,", 1)))))
        .as("what is said")
        .hasMessageContaining("no array mu")
        .hasMessageContaining("arr_0");
  }

  @Test
  void refusesACovarianceOfAnotherWidth() throws IOException {
    assertThat(
            refused(
                npz(
                    Map.of(
                        "mu", npy("<f8", "3,", 1, 2, 3),
                        "sigma", npy("<f8", "2, 2", 4, 0.5, 0.5, 3)))))
        .as("what is said")
        .hasMessageContaining("3x3");
  }

  @Test
  void refusesWholeNumbers() throws IOException {
    assertThat(refused(npz(Map.of("mu", npy("<i4", "1,", 1)))))
        .as("what is said")
        .hasMessageContaining("<i4");
  }

  @Test
  void aFileThatIsNoZipIsTold() throws IOException {
    Path file = Files.writeString(folder.resolve("reference.npz"), "mu, sigma");
    assertThatThrownBy(
            () -> {
              try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
                Npz.moments(file, false, manager);
              }
            })
        .isInstanceOf(IrepaException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("mu and sigma");
  }
}
