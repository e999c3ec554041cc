package io.irepa.tests;

import java.util.ArrayList;
import java.util.List;

/**
 * A run at toy size put together from one choice a factor: 4 x 4 tokens, two blocks.
 *
 * @param backbone sit or jit
 * @param objective by its type
 * @param interval whether the backbone embeds t - r
 * @param projector by its type, or none: no alignment
 * @param norm of the targets, or none
 * @param depths of the alignments, one each; none without alignment
 * @param space latent or pixel
 * @param precision float32 or bfloat16
 */
record Combination(
    String backbone,
    String objective,
    boolean interval,
    String projector,
    String norm,
    List<Integer> depths,
    String space,
    String precision) {
  static final String NONE = "none";

  private static final String YAML =
      """
      name: run
      device: cpu
      precision: %s
      data: %s
      backbone: {type: %s, hidden: 16, depth: 2, heads: 2, classes: 8, interval: %s, %s}
      objective: {type: %s}
      alignment: [%s]
      optimizer: {type: adamw, learning-rate: 1.0e-3}
      ema: {decays: [0.9]}
      train: {steps: 1, batch: 2, log-every: 1, checkpoint-every: 100, sample-every: 100}
      sample: {sampler: {type: %s}, steps: 2, count: 2}
      trackers: [{type: jsonl}]
      """;

  /** Of every choice of every factor; an interval where the objective needs one. */
  static List<Combination> all() {
    List<Combination> all = new ArrayList<>();
    for (String backbone : List.of("sit", "jit")) {
      for (String objective : List.of("repa", "jit", "meanflow", "improved-meanflow")) {
        for (String space : List.of("latent", "pixel")) {
          for (String precision : List.of("float32", "bfloat16")) {
            Combination bare =
                new Combination(
                    backbone,
                    objective,
                    objective.endsWith("meanflow"),
                    NONE,
                    NONE,
                    List.of(),
                    space,
                    precision);
            all.add(bare);
            all.addAll(bare.aligned());
          }
        }
      }
    }
    return all;
  }

  /** This one with every alignment. */
  private List<Combination> aligned() {
    List<Combination> all = new ArrayList<>();
    for (String aligner : List.of("mlp", "linear", "conv")) {
      for (String normalizer : List.of(NONE, "spatial")) {
        for (List<Integer> taps : List.of(List.of(2), List.of(1, 2))) {
          all.add(
              new Combination(
                  backbone, objective, interval, aligner, normalizer, taps, space, precision));
        }
      }
    }
    return all;
  }

  /** This one with or without the other time. */
  Combination withInterval(boolean embedded) {
    return new Combination(
        backbone, objective, embedded, projector, norm, depths, space, precision);
  }

  /** The factors' choices, in an order. */
  List<String> choices() {
    return List.of(backbone, objective, projector, norm, depths.toString(), space, precision);
  }

  String yaml() {
    boolean latent = space.equals("latent");
    String data =
        latent
            ? "{type: synthetic, examples: 8}"
            : "{type: image-folder, resolution: 16, path: '%s'}"
                .formatted(Repository.root().resolve("examples/data/emoji64.zip"));
    String input = latent ? "patch: 2, channels: 4, input: 8" : "patch: 4, channels: 3, input: 16";
    String own = backbone.equals("jit") ? ", bottleneck: 8, context: 3, context-start: 1" : "";
    List<String> alignments = depths.stream().map(this::alignment).toList();
    return YAML.formatted(
        precision,
        data,
        backbone,
        interval,
        input + own,
        objective,
        String.join(", ", alignments),
        sampler());
  }

  private String alignment(int depth) {
    return """
    {encoder: {type: hog, input: 32, grid: 4, size: 32, cell: 2, block: 2}, depth: %d,\
     projector: {type: %s}, norm: {type: %s}, weight: 0.5}"""
        .formatted(depth, projector.equals("mlp") ? "mlp, width: 16" : projector, norm);
  }

  private String sampler() {
    return switch (objective) {
      case "repa" -> "euler";
      case "jit" -> "heun";
      default -> "meanflow";
    };
  }

  @Override
  public String toString() {
    String alignment =
        depths.isEmpty() ? "no alignment" : "%s at %s, norm %s".formatted(projector, depths, norm);
    return "%s, %s%s, %s, %s, %s"
        .formatted(
            backbone, objective, interval ? " with interval" : "", alignment, space, precision);
  }
}
