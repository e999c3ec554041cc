package io.irepa.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Training on a CUDA device, through the launcher as docs/getting-started.md says. */
final class CudaTest {
  @TempDir private Path folder;

  @BeforeAll
  static void thereIsADevice() throws Exception {
    assumeTrue(
        System.getenv("PYTORCH_LIBRARY_PATH") != null || System.getenv("PYTORCH_FLAVOR") != null,
        "Neither PYTORCH_LIBRARY_PATH nor PYTORCH_FLAVOR names a CUDA library.");
    assumeTrue(listsDevices(), "nvidia-smi lists no CUDA device.");
  }

  private static boolean listsDevices() throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder("nvidia-smi", "-L")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false; // There is no such program.
    }
  }

  private Launched irepa(String command, String... further) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.add(new Toy(folder).config().toString());
    arguments.addAll(List.of("-s", "device=cuda:0"));
    arguments.addAll(List.of(further));
    return Launched.run(Map.of(), arguments.toArray(String[]::new));
  }

  private Path train(String runs, String precision, int steps) throws Exception {
    Launched trained =
        irepa(
            "train",
            "--runs",
            folder.resolve(runs).toString(),
            "-s",
            "precision=" + precision,
            "-s",
            "train.steps=" + steps);
    assertThat(trained.exitCode()).as(trained.output()).isZero();
    return folder.resolve(runs).resolve("toy");
  }

  @ParameterizedTest
  @ValueSource(strings = {"float32", "bfloat16"})
  void goesOnFromACheckpointAsIfItHadNotStopped(String precision) throws Exception {
    Path whole = train("whole", precision, 4);
    train("stopped", precision, 2);
    Path resumed = train("stopped", precision, 4);

    String last = "checkpoints/step-4/model.safetensors";
    assertThat(resumed.resolve(last))
        .as("parameters of the run that went on")
        .hasSameBinaryContentAs(whole.resolve(last));
    assertThat(resumed.resolve("samples/step-4.png"))
        .as("its samples")
        .hasSameBinaryContentAs(whole.resolve("samples/step-4.png"));
  }

  @Test
  void theFirstLossIsThatOfTheCpu() throws Exception {
    double cuda = firstLoss(train("cuda", "float32", 2));
    Cli onCpu = new Toy(folder).train(Map.of("train.steps", "2"));
    assertThat(onCpu.exitCode()).as(onCpu.err()).isZero();
    double cpu = firstLoss(new Toy(folder).run());

    assertThat(cuda).as("loss.denoise of step 1").isCloseTo(cpu, within(1e-4));
  }

  @Test
  void aBenchNamesTheDevice() throws Exception {
    Launched bench = irepa("bench", "--steps", "3", "--json");

    assertThat(bench.exitCode()).as(bench.output()).isZero();
    assertThat(bench.output()).as("figures").contains("\"device\":\"gpu(0)\"");
  }

  private static double firstLoss(Path run) throws IOException {
    JsonNode first =
        new ObjectMapper().readTree(Files.readAllLines(run.resolve("metrics.jsonl")).get(0));
    return first.path("loss.denoise").asDouble();
  }
}
