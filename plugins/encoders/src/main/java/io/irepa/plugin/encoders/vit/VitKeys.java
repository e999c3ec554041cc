package io.irepa.plugin.encoders.vit;

import io.irepa.spi.Default;
import io.irepa.spi.Doc;
import io.irepa.spi.MayChange;
import io.irepa.spi.Problems;
import io.irepa.spi.PublishedEncoder;
import io.irepa.spi.Range;
import io.irepa.spi.RunShape;
import io.irepa.spi.TokenShape;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The keys that families share, and what follows from them. A family's record has those that make
 * sense for it; the others keep the values here.
 */
interface VitKeys extends PublishedEncoder {
  /** What the record belongs to. */
  VitFamily family();

  /** A published name. */
  @Doc("published name, which stands for all dimensions")
  Optional<String> preset();

  /** Where the weights are. */
  @Doc(
      "file of the published weights: safetensors, model.safetensors.index.json of several, or a .pt or .pth file; a run that computes tokens needs it")
  Optional<Path> weights();

  /** A seed of weights that are drawn. */
  @Doc(
      "seed of random weights, instead of a file: an untrained network, for comparisons; nothing is drawn unless this is given")
  default Optional<Long> random() {
    return Optional.empty();
  }

  /** Side of the image. */
  @Doc("side the image is resized to, in pixels; 16 patches if left out")
  @Range(min = 1)
  Optional<Integer> input();

  /** Side of a patch. */
  @Doc("side of a patch, in pixels; that of the preset if left out")
  @Range(min = 1)
  Optional<Integer> patch();

  /** Width of the tokens. */
  @Doc("width of the tokens; that of the preset if left out")
  @Range(min = 2)
  Optional<Integer> hidden();

  /** Number of blocks. */
  @Doc("number of blocks; that of the preset if left out")
  @Range(min = 1)
  Optional<Integer> depth();

  /** Attention heads. */
  @Doc("attention heads of a block; those of the preset if left out")
  @Range(min = 1)
  Optional<Integer> heads();

  /** Width of the feed-forward. */
  @Doc("width inside a block's MLP; that of the preset, or 4 times the hidden width, if left out")
  @Range(min = 1)
  Optional<Integer> mlp();

  /** Registers. */
  @Doc("register tokens (arXiv 2309.16588); those of the preset, or 0, if left out")
  @Range(min = 0)
  default Optional<Integer> registers() {
    return Optional.empty();
  }

  /** Gated or not. */
  @Doc("with or without a gate in the MLP; that of the preset, or gelu, if left out")
  default Optional<FeedForward> feedForward() {
    return Optional.empty();
  }

  /** Whether there is a class token. */
  @Doc("whether there is a class token; as the preset, or the family, if left out")
  default Optional<Boolean> classToken() {
    return Optional.empty();
  }

  /** Whether blocks have layer scale. */
  @Doc("whether blocks have layer scale; as the preset, or the family, if left out")
  default Optional<Boolean> layerScale() {
    return Optional.empty();
  }

  /** Share of the class token. */
  @Doc("share of the class token in each target: alpha * class + (1 - alpha) * patch")
  @Default("0.0")
  @Range(min = 0, max = 1)
  default double alpha() {
    return 0;
  }

  /** How many images go through at a time. */
  @MayChange
  @Doc(
      "images that go through the network at a time; if left out, as many as need less than 1 GiB beside the weights")
  @Range(min = 1)
  Optional<Integer> imagesAtOnce();

  private Optional<VitPreset> chosen() {
    return preset().flatMap(family()::preset);
  }

  /**
   * The dimensions.
   *
   * @throws java.util.NoSuchElementException if a dimension is neither given nor the preset's
   */
  default VitShape dimensions() {
    Optional<VitPreset> chosen = chosen();
    int side = patch().or(() -> chosen.map(VitPreset::patch)).orElseThrow();
    int width = hidden().or(() -> chosen.map(VitPreset::hidden)).orElseThrow();
    boolean gated =
        feedForward().or(() -> chosen.map(VitPreset::feedForward)).orElse(FeedForward.GELU)
            == FeedForward.SWIGLU;
    int middle = mlp().or(() -> chosen.map(VitPreset::mlp)).orElse(4 * width);
    return new VitShape(
        input().orElse(16 * side),
        side,
        width,
        depth().or(() -> chosen.map(VitPreset::depth)).orElseThrow(),
        heads().or(() -> chosen.map(VitPreset::heads)).orElseThrow(),
        gated ? family().gatedWidth(middle) : middle,
        gated,
        registers().or(() -> chosen.map(VitPreset::registers)).orElse(0),
        classToken().or(() -> chosen.map(VitPreset::classToken)).orElse(family().classToken()),
        layerScale().or(() -> chosen.map(VitPreset::layerScale)).orElse(family().layerScale()),
        chosen.map(VitPreset::attentionBias).orElse(true));
  }

  /** The dimensions of a preset without anything beside it, for images of 16 patches. */
  static VitShape shape(VitFamily family, VitPreset preset) {
    boolean gated = preset.feedForward() == FeedForward.SWIGLU;
    return new VitShape(
        16 * preset.patch(),
        preset.patch(),
        preset.hidden(),
        preset.depth(),
        preset.heads(),
        gated ? family.gatedWidth(preset.mlp()) : preset.mlp(),
        gated,
        preset.registers(),
        preset.classToken(),
        preset.layerScale(),
        preset.attentionBias());
  }

  @Override
  default TokenShape tokens() {
    return dimensions().tokens();
  }

  @Override
  default void check(RunShape run, Problems problems) {
    if (preset().isPresent() && chosen().isEmpty()) {
      problems.add(
          "preset",
          "There is no preset '%s'. Known: %s."
              .formatted(preset().get(), String.join(", ", family().presets().keySet())));
      return;
    }
    if (random().isPresent() && weights().isPresent()) {
      problems.add("random", "Weights are either drawn or read: leave this out, or weights.");
    }
    boolean complete = true;
    for (Map.Entry<String, Optional<Integer>> key :
        List.of(
            Map.entry("patch", patch()),
            Map.entry("hidden", hidden()),
            Map.entry("depth", depth()),
            Map.entry("heads", heads()))) {
      if (preset().isEmpty() && key.getValue().isEmpty()) {
        complete = false;
        problems.add(
            key.getKey(),
            "This key is needed where no preset is named; or name one, such as %s."
                .formatted(family().presets().keySet().iterator().next()));
      }
    }
    if (complete) {
      checkDimensions(dimensions(), run, problems);
    }
  }

  private void checkDimensions(VitShape shape, RunShape run, Problems problems) {
    if (shape.hidden() % shape.heads() != 0) {
      problems.add(
          heads().isPresent() ? "heads" : "hidden",
          "%d heads do not divide the width %d.".formatted(shape.heads(), shape.hidden()));
    } else if (family().positions().rotary() && shape.hidden() / shape.heads() % 4 != 0) {
      problems.add(
          "heads",
          "The width %d of a head is no multiple of 4, which its rotation by two coordinates needs."
              .formatted(shape.hidden() / shape.heads()));
    }
    if (family().positions().fixed() && shape.hidden() % 4 != 0) {
      problems.add("hidden", "The width is no multiple of 4, which the positions need.");
    }
    if (shape.input() % shape.patch() != 0) {
      problems.add(
          input().isPresent() ? "input" : "patch",
          "The patch side %d does not divide the input side %d."
              .formatted(shape.patch(), shape.input()));
    }
    if (alpha() > 0 && !shape.classToken()) {
      problems.add("alpha", "There is no class token to mix in.");
    }
    boolean asIs = family().preprocessing().resize() == Preprocessing.Resize.NONE;
    run.resolution()
        .filter(side -> asIs && side != shape.input())
        .ifPresent(
            side ->
                problems.add(
                    "input",
                    "This network takes images as they are, and they have %d pixels a side. Set input: %d."
                        .formatted(side, side)));
  }

  @Override
  default List<Preset> presets() {
    return family().presets().values().stream()
        .map(
            preset -> {
              VitShape shape = shape(family(), preset);
              return new Preset(
                  preset.name(),
                  shape.parameters(family(), preset.grid()),
                  shape.input(),
                  shape.tokens(),
                  describe(shape));
            })
        .toList();
  }

  private String describe(VitShape shape) {
    return "patch %d, hidden %d, depth %d, heads %d, %s %d%s%s"
        .formatted(
            shape.patch(),
            shape.hidden(),
            shape.depth(),
            shape.heads(),
            shape.gated() ? "SwiGLU" : "MLP",
            shape.inner(),
            shape.classToken() ? ", class token" : "",
            shape.registers() > 0 ? ", " + shape.registers() + " registers" : "");
  }

  @Override
  default String images() {
    return family().preprocessing().describe();
  }

  @Override
  default List<FileFit> fits(Map<String, long[]> shapes) {
    List<NamedArrays> named = Fit.named(family(), shapes);
    return family().presets().values().stream()
        .map(
            preset ->
                named.stream()
                    .map(arrays -> Fit.of(family(), shape(family(), preset), arrays))
                    .min(java.util.Comparator.comparingInt(Fit::problems))
                    .map(
                        fit ->
                            new FileFit(
                                preset.name(),
                                fit.arrays().scheme().name(),
                                fit.missing(),
                                fit.leftOver(),
                                fit.otherShape()))
                    .orElseThrow())
        .toList();
  }
}
