package io.irepa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.irepa.tensor.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The paper's recipe on the emoji: latents and features cached by two commands, then trained on.
 */
final class LatentRecipeTest {
  private static final Path CASES =
      Repository.root().resolve("tests/src/test/resources/parity/autoencoder");

  @TempDir private Path folder;
  private Toy toy;

  @BeforeEach
  void prepare() {
    toy = new Toy(folder);
  }

  /** The weights of two cases of one autoencoder, one for each side, as one published file. */
  private Path weights() throws IOException {
    Path file = folder.resolve("vae.safetensors");
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      Map<String, NDArray> arrays = new LinkedHashMap<>();
      for (String side : List.of("vae-encode", "vae-decode")) {
        Safetensors.read(CASES.resolve(side).resolve("weights.safetensors"), manager)
            .forEach((name, array) -> arrays.put(name.substring("autoencoder.".length()), array));
      }
      Safetensors.write(file, arrays, Map.of());
    }
    return file;
  }

  private Map<String, String> live() throws IOException {
    Map<String, String> overrides = new TreeMap<>();
    overrides.put(
        "autoencoder",
        "{type: sd-vae, weights: '%s', scale: 0.5, width: 16, multipliers: [1, 2, 2], blocks: 1, groups: 8, latent-channels: 4}"
            .formatted(weights()));
    overrides.put("backbone.channels", "4");
    overrides.put("backbone.input", "4");
    overrides.put("backbone.patch", "1");
    return overrides;
  }

  private Map<String, String> cached() throws IOException {
    Map<String, String> overrides = live();
    overrides.put("latents", "{path: '%s'}".formatted(folder.resolve("caches")));
    overrides.put(
        "alignment.0.cache",
        "{path: '%s', precision: float32}".formatted(folder.resolve("caches")));
    return overrides;
  }

  private static void assertDone(Cli cli) {
    assertThat(cli.exitCode()).as(cli.err()).isZero();
  }

  private void cache(String what, Map<String, String> overrides) {
    List<String> arguments = new ArrayList<>(List.of("cache", what, toy.config().toString()));
    overrides.forEach((key, value) -> arguments.addAll(List.of("-s", key + "=" + value)));
    assertDone(Cli.run(arguments.toArray(String[]::new)));
  }

  private Cli train(Map<String, String> overrides, String name) {
    Map<String, String> named = new TreeMap<>(overrides);
    named.put("name", name);
    return toy.train(named);
  }

  private Map<String, double[]> losses(String run) throws IOException {
    Map<String, double[]> losses = new TreeMap<>();
    for (String line : Files.readAllLines(folder.resolve("runs/" + run + "/metrics.jsonl"))) {
      JsonNode record = new ObjectMapper().readTree(line);
      losses.put(
          record.findValue("step").asText(),
          new double[] {
            record.findValue("loss.denoise").asDouble(), record.findValue("loss.align").asDouble()
          });
    }
    return losses;
  }

  @Test
  void twoCacheCommandsAndOneTrainCommandTrainAsWithBothNetworks() throws IOException {
    assertDone(train(live(), "live"));
    Map<String, String> cached = cached();
    cache("latents", cached);
    cache("features", cached);
    assertDone(train(cached, "cached"));
    Map<String, double[]> live = losses("live");
    Map<String, double[]> fromCaches = losses("cached");
    assertThat(fromCaches.keySet()).as("steps").isEqualTo(live.keySet()).hasSize(4);
    live.forEach(
        (step, losses) ->
            assertThat(fromCaches.get(step))
                .as("losses of step %s; other batches round otherwise", step)
                .containsExactly(losses, Offset.offset(1e-4)));
    assertThat(folder.resolve("runs/cached/samples/step-4.png")).as("samples").isNotEmptyFile();
  }

  @Test
  void bothCachesMayLieInOneFolder() throws IOException {
    Map<String, String> cached = cached();
    cache("latents", cached);
    cache("features", cached);
    try (Stream<Path> files = Files.list(folder.resolve("caches"))) {
      assertThat(files).as("caches").hasSize(2);
    }
    cached.put("autoencoder.blocks", "2");
    Failure.assertFails(train(cached, "other"), 1, "autoencoder.blocks is 2 now and was 1");
  }
}
