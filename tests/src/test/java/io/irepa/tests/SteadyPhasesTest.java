package io.irepa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A run of three phases, which hand arrays to each other, in a process of its own. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere the system does not tell memory so")
final class SteadyPhasesTest {
  @TempDir private Path runs;

  @Test
  void memoryIsFlat() throws Exception {
    Launched launched =
        Launched.run(
            Map.of(),
            "train",
            "configs/quickstart.yaml",
            "--runs",
            runs.toString(),
            "-s",
            "data.resolution=32",
            "-s",
            "autoencoder={type: sd-vae, width: 16, multipliers: [1, 1], blocks: 1, groups: 4, latent-channels: 4, scale: 1, bias: 0}",
            "-s",
            "backbone={type: sit, patch: 2, hidden: 48, depth: 3, heads: 2, channels: 4, input: 16, classes: 8}",
            "-s",
            "objective={type: repa-e, perceptual-weight: 0, discriminator: {layers: 2, width: 8}}",
            "-s",
            "train={steps: 240, batch: 8, checkpoint-every: 240, sample-every: 240, log-every: 10}",
            "-s",
            "sample={steps: 2, count: 8}");
    assertThat(launched.exitCode()).as(launched.output()).isZero();
    RunRecords records = new RunRecords(runs.resolve("quickstart"));
    double early = records.statistics("resident-mib", 60, 120).getMax();
    assertThat(records.statistics("resident-mib", 180, 240).getMin())
        .as("fewest MiB of steps 180 to 240, with %.0f at most from 60 to 120", early)
        .isLessThan(1.02 * early);
  }
}
