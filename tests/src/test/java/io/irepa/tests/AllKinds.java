package io.irepa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.irepa.author.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * A plugin with an extension of each kind, those that {@code irepa plugins new} writes, and a run
 * all of whose parts it brings. Types are called {@code <prefix>-<kind>}.
 */
final class AllKinds {
  private static final String RUN =
      """
      name: all
      device: cpu
      data: {type: PREFIX-data, resolution: 8, examples: 24}
      autoencoder: {type: PREFIX-autoencoder, factor: 2}
      backbone: {type: PREFIX-backbone, patch: 2, hidden: 8, depth: 1, channels: 12, input: 4, classes: 3}
      objective: {type: PREFIX-objective}
      alignment:
        - encoder: {type: PREFIX-encoder, grid: 2}
          projector: {type: PREFIX-projector}
          norm: {type: PREFIX-norm}
          loss: {type: PREFIX-loss}
          schedule: {type: PREFIX-schedule}
      optimizer: {type: PREFIX-optimizer}
      train: {steps: 4, batch: 2, checkpoint-every: 2, sample-every: 4, log-every: 1,
              schedules: [{type: PREFIX-schedule}]}
      sample: {sampler: PREFIX-sampler, steps: 2, count: 3}
      evaluate: {metrics: [{type: PREFIX-metric}], every: 3, count: 2, hidden: {images: 2}}
      trackers: [{type: jsonl}, {type: PREFIX-tracker}]
      """;

  private AllKinds() {}

  /** The run. */
  static String run(String prefix) {
    return RUN.replace("PREFIX", prefix);
  }

  /**
   * Adds the extensions to a jar in the making.
   *
   * @param work takes the projects
   * @param change what becomes of a class's text
   */
  static JarMaker add(
      JarMaker jar, String prefix, Path work, BiFunction<String, Kind, String> change)
      throws IOException {
    Files.createDirectories(work);
    for (Kind kind : Kind.values()) {
      Path project = work.resolve(kind.option());
      Cli cli =
          Cli.run(
              "plugins",
              "new",
              prefix + "-" + kind.option(),
              "--kind=" + kind.option(),
              "--dir=" + project);
      assertThat(cli.exitCode()).as(cli.err()).isZero();
      try (Stream<Path> files = Files.walk(project.resolve("src/main"))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          if (file.toString().endsWith(".java")) {
            jar.extension(change.apply(Files.readString(file), kind));
          } else {
            Path root = project.resolve("src/main/resources");
            jar.entry(root.relativize(file).toString(), Files.readAllBytes(file));
          }
        }
      }
    }
    return jar;
  }
}
