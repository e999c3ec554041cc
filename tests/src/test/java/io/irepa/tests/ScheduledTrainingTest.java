package io.irepa.tests;

import static io.irepa.tests.Failure.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Schedules and weight decay by name, as a user writes them. */
final class ScheduledTrainingTest {
  @TempDir private Path folder;

  private List<JsonNode> metrics(Map<String, String> overrides) throws IOException {
    Toy toy = new Toy(folder);
    Cli cli = toy.train(overrides);
    assertThat(cli.exitCode()).as(cli.err()).isZero();
    List<JsonNode> steps = new ArrayList<>();
    for (String line : Files.readAllLines(toy.run().resolve("metrics.jsonl"))) {
      steps.add(new ObjectMapper().readTree(line));
    }
    return steps;
  }

  @Test
  void theLearningRateFollowsItsSchedules() throws IOException {
    List<JsonNode> steps =
        metrics(Map.of("train.schedules", "[{type: linear}, {type: step, milestones: [2]}]"));
    assertThat(steps)
        .extracting(step -> step.get("learning-rate").asDouble())
        .as("learning rates: of 1e-3, falling to 0 after the last step, a tenth from step 2 on")
        .usingComparatorForType(
            (a, b) -> Math.abs(a - b) < 1e-12 ? 0 : Double.compare(a, b), Double.class)
        .containsExactly(1e-3, 7.5e-4, 5e-5, 2.5e-5);
  }

  @Test
  void anAlignmentStopsWhereItsScheduleIsZero() throws IOException {
    List<JsonNode> steps =
        metrics(Map.of("alignment.0.schedule", "{type: step, milestones: [0.5], factor: 0}"));
    assertThat(steps)
        .extracting(step -> step.has("loss.align.0"))
        .as("whether the alignment acts")
        .containsExactly(true, true, false, false);
  }

  @Test
  void aDecayExclusionThatFitsNothingIsAnsweredWithNearNames() {
    Cli cli = new Toy(folder).train(Map.of("optimizer.no-decay", "['*.qkv.bais']"));
    assertFails(cli, 1, "'*.qkv.bais'", "backbone.blocks.0.attn.qkv.bias");
  }

  @Test
  void refusesAScheduleThatIsNone() {
    Cli cli =
        new Toy(folder).train(Map.of("train.schedules", "[{type: linear, start: 9, end: 3}]"));
    assertFails(cli, 2, "train.schedules.0.end", "behind the start");
  }
}
