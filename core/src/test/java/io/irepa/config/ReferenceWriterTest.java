package io.irepa.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ReferenceWriterTest {
  private final String reference = new ReferenceWriter(new TestCatalog()).write();

  @Test
  void hasARowForEachKey() {
    assertThat(reference)
        .contains("| `seed` | whole number | `0` | seed of everything random |")
        .contains("| `steps` | whole number, at least 1 | `400000` | updates of the parameters |")
        .contains("| `label-drop` | number, from 0 to 1 | `0.1` | share |")
        .contains("| `path` | path | needed | a folder \\| or a zip |")
        .contains("| `size` | text | – | published size |");
  }

  @Test
  void hasASectionForEachTypeAndEachMapping() {
    assertThat(reference)
        .contains("### Backbone `net`\n", "### Projector `linear`\n", "### Tracker `jsonl`\n")
        .contains("Keys of `sample.guidance`:", "Keys of `alignment`:", "Keys of `guidance`:");
  }
}
