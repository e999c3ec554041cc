package io.irepa.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A run at toy size that a test spoils: eight classes of emoji, a model of one narrow block, four
 * steps.
 *
 * @param folder everything lies in it
 */
record Toy(Path folder) {
  private static final String YAML =
      """
      name: toy
      device: cpu
      data: {type: image-folder, path: '%s', resolution: 16}
      backbone: {type: sit, patch: 4, hidden: 16, depth: 1, heads: 2, channels: 3, input: 16, classes: 8}
      objective: {type: repa}
      alignment:
        - encoder: {type: hog, input: 32, grid: 4, size: 32, cell: 2, block: 2}
          depth: 1
          projector: {type: mlp, width: 32}
          weight: 0.5
      optimizer: {type: adamw, learning-rate: 1.0e-3}
      train: {steps: 4, batch: 4, checkpoint-every: 2, sample-every: 100, log-every: 1}
      sample: {steps: 2, count: 8}
      """;

  static String yaml() {
    return YAML.formatted(Repository.root().resolve("examples/data/emoji64.zip"));
  }

  /** The configuration as a file. */
  Path config() {
    return write("toy.yaml", yaml());
  }

  Path write(String name, String text) {
    try {
      return Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The run's folder. */
  Path run() {
    return folder.resolve("runs/toy");
  }

  Path checkpoint(long step) {
    return run().resolve("checkpoints/step-" + step);
  }

  List<String> arguments(Map<String, String> overrides) {
    List<String> arguments =
        new ArrayList<>(
            List.of("train", config().toString(), "--runs", folder.resolve("runs").toString()));
    overrides.forEach((key, value) -> arguments.addAll(List.of("-s", key + "=" + value)));
    return arguments;
  }

  Cli train(Map<String, String> overrides, String... further) {
    List<String> arguments = arguments(overrides);
    arguments.addAll(List.of(further));
    return Cli.run(arguments.toArray(String[]::new));
  }

  Cli trainOn(Path data) {
    return train(Map.of("data.path", data.toString()));
  }

  Cli sample(String... further) {
    List<String> arguments = new ArrayList<>(List.of("sample", run().toString()));
    arguments.addAll(List.of(further));
    return Cli.run(arguments.toArray(String[]::new));
  }
}
