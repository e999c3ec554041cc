package io.irepa.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class ReferenceWriterTest {
  private final String reference = new ReferenceWriter(new TestCatalog()).write();

  @Test
  void hasARowForEachKey() {
    assertThat(reference)
        .contains("| `seed` | whole number | `0` | seed of everything random |")
        .contains("| `steps` | whole number, at least 1 | `400000` | updates of the parameters |")
        .contains("| `label-drop` | number, from 0 to 1 | `0.1` | share |")
        .contains("| `path` | path | needed | a folder \\| or a zip; such as `images` |")
        .contains("| `decays` | list of numbers, from 0 to 1 | `[0.9999]` |")
        .contains("| `path` | `linear`, `cosine` | `linear` | path |")
        .contains("| `size` | text | `-` | published size |");
  }

  @Test
  void saysWhatARunNeedsAndWhatHasDefaultsOfItsOwn() {
    assertThat(reference)
        .contains("| `data` | [data source](#data-source) | needed |")
        .contains("| `trackers` | list of [trackers](#tracker) |")
        .contains("| `train` | mapping | its keys' defaults |");
  }

  @Test
  void hasASectionForEachTypeAndEachMapping() {
    assertThat(reference)
        .contains("### Backbone `net`\n", "### Projector `linear`\n", "### Tracker `jsonl`\n")
        .contains("### Keys of `sample.guidance`\n", "### Keys of `alignment`\n")
        .contains("Keys of `guidance`:\n");
  }

  @Test
  void showsEachTypeWhereItStands() {
    assertThat(reference)
        .contains("\n    data: {type: folder, path: images}\n")
        .contains("\n    alignment: [{encoder: {type: eyes}}]\n")
        .contains("\n    sample: {sampler: {type: heun}}\n")
        .contains("\n    trackers: [{type: tensorboard}]\n");
  }

  @Test
  void linksLeadToHeadings() {
    List<String> headings =
        reference.lines().filter(line -> line.startsWith("#")).map(this::anchor).toList();
    assertThat(
            Pattern.compile("\\]\\(#([^)]*)\\)").matcher(reference).results().map(r -> r.group(1)))
        .as("links")
        .hasSizeGreaterThan(20)
        .isSubsetOf(headings);
  }

  /** As GitHub makes it: lower case, hyphens for blanks, no other signs. */
  private String anchor(String heading) {
    return String.join("-", Arrays.asList(heading.replaceFirst("#+ ", "").split(" ", -1)))
        .replaceAll("[^A-Za-z0-9-]", "")
        .toLowerCase(java.util.Locale.ROOT);
  }
}
