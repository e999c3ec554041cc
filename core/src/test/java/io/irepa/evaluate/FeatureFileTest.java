package io.irepa.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import io.irepa.IrepaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FeatureFileTest {
  @TempDir private Path folder;

  private static float[] rows(FeatureFile file, long... indices) throws IOException {
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      return file.read(indices, manager).toFloatArray();
    }
  }

  private Path path() {
    return folder.resolve("deep/some.features");
  }

  @Test
  void readsRowsInAnyOrder() throws IOException {
    try (FeatureFile file = FeatureFile.open(path())) {
      file.append(new float[] {1, 2, 3, 4, 5, 6}, 2);
      file.append(new float[] {7, 8}, 2);
      assertThat(rows(file, 3, 0, 1)).as("rows").containsExactly(7, 8, 1, 2, 3, 4);
    }
  }

  @Test
  void keepsRowsForTheNextProcess() throws IOException {
    try (FeatureFile file = FeatureFile.open(path())) {
      file.append(new float[] {1, 2, 3, 4}, 2);
    }
    try (FeatureFile file = FeatureFile.open(path())) {
      file.append(new float[] {5, 6}, 2);
      assertThat(rows(file, 0, 1, 2)).as("rows").containsExactly(1, 2, 3, 4, 5, 6);
    }
  }

  /** As a kill in the middle of writing leaves it. */
  @Test
  void forgetsARowThatWasNotFinished() throws IOException {
    try (FeatureFile file = FeatureFile.open(path())) {
      file.append(new float[] {1, 2, 3, 4}, 2);
    }
    byte[] whole = Files.readAllBytes(path());
    Files.write(path(), Arrays.copyOf(whole, whole.length - 3));
    try (FeatureFile file = FeatureFile.open(path())) {
      assertThat(file.rows()).as("rows after a kill").isEqualTo(1);
      file.append(new float[] {5, 6}, 2);
      assertThat(rows(file, 0, 1)).as("rows").containsExactly(1, 2, 5, 6);
    }
  }

  @Test
  void beginsAnewWhereNotEvenTheWidthWasWritten() throws IOException {
    Files.createDirectories(path().getParent());
    Files.write(path(), new byte[] {2, 0});
    try (FeatureFile file = FeatureFile.open(path())) {
      assertThat(file.rows()).as("rows").isZero();
      file.append(new float[] {1, 2, 3}, 3);
      assertThat(rows(file, 0)).as("row").containsExactly(1, 2, 3);
    }
  }

  @Test
  void isOpenForOneAtATime() throws IOException {
    try (FeatureFile first = FeatureFile.open(path())) {
      assertThatThrownBy(() -> FeatureFile.open(path()))
          .as("a second opening beside %d rows", first.rows())
          .isInstanceOf(IrepaException.class)
          .hasMessageContaining("Another process");
    }
  }
}
