package io.irepa.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.irepa.config.ConfigDiff.Difference;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ConfigDiffTest {
  private static final String YAML =
      """
      name: one
      data: {type: folder, path: images, resolution: 8}
      backbone: {type: net}
      objective: {type: flow}
      ema: {decays: [0.9]}
      """;

  private static RunConfig config(String yaml) {
    return TestCatalog.read(yaml);
  }

  private static List<Difference> between(String before, String after) {
    return ConfigDiff.between(ConfigPrinter.print(config(before)), config(after));
  }

  @Test
  void aConfigurationDoesNotDifferFromItself() {
    assertThat(between(YAML, YAML)).isEmpty();
  }

  @Test
  void everyKeyThatDiffersIsShownWithBothValues() {
    String other = YAML.replace("[0.9]", "[0.9, 0.99]").replace("images", "pictures");
    assertThat(between(YAML, other))
        .containsExactlyInAnyOrder(
            new Difference("ema.decays", Optional.of("[0.9]"), Optional.of("[0.9, 0.99]")),
            new Difference("data.path", Optional.of("images"), Optional.of("pictures")));
  }

  @Test
  void aKeyThatIsNewOrGoneDiffersToo() {
    String printed = ConfigPrinter.print(config(YAML)) + "old: 1\n";
    assertThat(ConfigDiff.between(printed, config(YAML)))
        .containsExactly(new Difference("old", Optional.of("1"), Optional.empty()));
  }

  @Test
  void keysThatMayChangeBindNobody() {
    String other =
        YAML.replace("name: one", "name: two")
            + "train: {steps: 5, log-every: 7, batch: 3}\nsample: {steps: 9}\n";
    RunConfig after = config(other);
    assertThat(ConfigDiff.binding(between(YAML, other), after))
        .extracting(Difference::key)
        .containsExactly("train.batch");
  }
}
