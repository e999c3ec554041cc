package io.irepa.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ConfigPrinterTest {
  @Test
  void readsBackWhatItPrinted() {
    RunConfig run = TestCatalog.read(TestCatalog.RUN + "seed: -9223372036854775808\n");
    String printed = ConfigPrinter.print(run);
    assertThat(TestCatalog.read(printed)).as("read again from\n" + printed).isEqualTo(run);
    assertThat(ConfigPrinter.print(TestCatalog.read(printed)))
        .as("printed again")
        .isEqualTo(printed);
  }

  @Test
  void theGreatestSeedIsRead() {
    assertThat(TestCatalog.read(TestCatalog.RUN + "seed: 9223372036854775807\n").seed())
        .as("seed")
        .isEqualTo(Long.MAX_VALUE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1e4",
        "1.5e+3",
        "007",
        "0x1F",
        "1_000",
        "12:30:00",
        "yes",
        "null",
        "~",
        "- a",
        "a: b",
        "a #b",
        "'",
        "\\\\",
        "C:\\\\images",
        "2024-01-01",
        "a b",
        "größe",
        "",
        " x ",
        "%x",
        "*x",
        "=",
        ".inf",
        "a-very-long-folder/a-very-long-folder/a-very-long-folder and/a-very-long-folder/end"
      })
  void keepsTextsThatYamlCouldMisread(String text) {
    RunConfig run =
        TestCatalog.read(
            TestCatalog.RUN
                .replace("path: images", "path: \"" + text + "\"")
                .replace("size: B/2", "size: \"" + text + "\""));
    String printed = ConfigPrinter.print(run);
    assertThat(TestCatalog.read(printed)).as("read again from\n" + printed).isEqualTo(run);
  }

  @Test
  void writesDefaultsOutAndLeavesAbsentKeysOut() {
    String printed =
        ConfigPrinter.print(TestCatalog.read(TestCatalog.RUN.replace(", size: B/2", "")));
    assertThat(printed)
        .contains("label-drop: 0.1", "sampler:\n    type: euler", "path: linear", "mlp-ratio: 4.0")
        .doesNotContain("size:", "null");
  }
}
