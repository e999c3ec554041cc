package io.irepa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WholeFileTest {
  @TempDir private Path folder;

  @Test
  void replacesWhatWasThere() throws IOException {
    Path file = Files.writeString(folder.resolve("a.txt"), "old and longer");
    WholeFile.write(file, "new");
    assertThat(file).as("file").hasContent("new");
    assertThat(folder.toFile().list()).as("files").hasSize(1);
  }

  @Test
  void leavesNothingBesideAFileThatCannotBeReplaced() throws IOException {
    Path taken = Files.createDirectories(folder.resolve("a.txt/in-the-way")).getParent();
    assertThatThrownBy(() -> WholeFile.write(taken, "new")).isInstanceOf(IOException.class);
    assertThat(folder.toFile().list()).as("files").containsExactly("a.txt");
  }

  @Test
  void saysWhatIsWrongInWords() {
    Path file = folder.resolve("none/a.txt");
    assertThatThrownBy(() -> WholeFile.write(file, "new"))
        .isInstanceOfSatisfying(
            IOException.class,
            e -> assertThat(IoReason.of(e)).as("reason").startsWith("there is no such file"));
  }
}
