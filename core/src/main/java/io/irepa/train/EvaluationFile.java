package io.irepa.train;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.irepa.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The numbers of one evaluation, as a file of the run's folder.
 *
 * @param step of the checkpoint
 * @param weights that were evaluated
 * @param samples that were drawn
 * @param numbers by name; one that is not finite is null in the file
 */
record EvaluationFile(long step, String weights, int samples, Map<String, Double> numbers) {
  private static final ObjectMapper JSON = new ObjectMapper();

  void write(Path run) throws IOException {
    ObjectNode root = JSON.createObjectNode();
    root.put("step", step).put("weights", weights).put("samples", samples);
    ObjectNode all = root.putObject("numbers");
    numbers.forEach(
        (name, number) -> {
          if (Double.isFinite(number)) {
            all.put(name, number);
          } else {
            all.putNull(name);
          }
        });
    Path folder = run.resolve("evaluation");
    Files.createDirectories(folder);
    WholeFile.write(
        folder.resolve("step-%d-%s.json".formatted(step, weights)),
        JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n");
  }
}
