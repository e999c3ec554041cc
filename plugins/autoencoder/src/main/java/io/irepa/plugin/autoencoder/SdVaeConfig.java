package io.irepa.plugin.autoencoder;

import ai.djl.ndarray.types.Shape;
import io.irepa.spi.Autoencoder;
import io.irepa.spi.AutoencoderUse.Side;
import io.irepa.spi.Doc;
import io.irepa.spi.LatentScale;
import io.irepa.spi.LatentShape;
import io.irepa.spi.MayChange;
import io.irepa.spi.OrOne;
import io.irepa.spi.Problems;
import io.irepa.spi.PublishedNames;
import io.irepa.spi.Range;
import io.irepa.spi.RunShape;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The keys of {@code sd-vae}. A preset gives the dimensions and, where they are known, scale and
 * bias; each may be given beside it, or instead of it.
 */
public record SdVaeConfig(
    @Doc(
            value = "published name: sd-vae-ft-mse, sd-vae-ft-ema, sd-vae, in-vae or va-vae",
            example = "sd-vae-ft-mse")
        Optional<String> preset,
    @Doc(
            value = "file of the weights, named as by CompVis or by diffusers",
            example = "diffusion_pytorch_model.safetensors")
        Optional<Path> weights,
    @Doc(
            "file of the latents' statistics instead of scale and bias: latents_scale and latents_bias, or mean and std")
        Optional<Path> statistics,
    @Doc(
            value =
                "latents are (z - bias) * scale: one number, or one a channel; that of the preset if left out",
            example = "0.18215")
        @OrOne
        Optional<List<Double>> scale,
    @Doc("see scale; 0 if only the scale is given") @OrOne Optional<List<Double>> bias,
    @Doc("channels of the first layer; the preset's, or 128") @Range(min = 1)
        Optional<Integer> width,
    @Doc("channels of each level over width; the preset's, or [1, 2, 4, 4]") @Range(min = 1)
        Optional<List<Integer>> multipliers,
    @Doc("residual blocks of a level; the preset's, or 2") @Range(min = 1) Optional<Integer> blocks,
    @Doc("channels of the latents; the preset's, or 4") @Range(min = 1)
        Optional<Integer> latentChannels,
    @Doc("groups of the group norms; the preset's, or 32") @Range(min = 1) Optional<Integer> groups,
    @Doc("attention in the middle of both networks; the preset's, or true")
        Optional<Boolean> attention,
    @Doc(
            "levels, counted from 0, whose residual blocks are each followed by attention; the preset's, or none")
        @Range(min = 0)
        Optional<List<Integer>> attentionLevels,
    @MayChange
        @Doc(
            "images encoded or decoded together where nothing is trained; as many as a bound on memory allows if left out")
        @Range(min = 1)
        Optional<Integer> imagesAtOnce,
    @Doc(
            "side in pixels of the tiles by which larger images are decoded, which pass over into each other; none if left out")
        @Range(min = 8)
        Optional<Integer> tile)
    implements Autoencoder.Shaped, PublishedNames {
  private static final int MOST_LEVELS = 8;

  /** The dimensions; called only if the preset, where there is one, is known. */
  VaeShape shape() {
    VaeShape base = preset.flatMap(Preset::named).map(Preset::shape).orElse(Preset.F8D4);
    return new VaeShape(
        width.orElse(base.width()),
        multipliers.orElse(base.multipliers()),
        blocks.orElse(base.blocks()),
        latentChannels.orElse(base.latentChannels()),
        groups.orElse(base.groups()),
        attention.orElse(base.attention()),
        attentionLevels.orElse(base.attentionLevels()));
  }

  /** What is known of the latents' scale without opening a file. */
  Optional<LatentScale> scaling() {
    if (scale.isPresent() || bias.isPresent()) {
      return Optional.of(new LatentScale(scale.orElse(List.of(1.0)), bias.orElse(List.of(0.0))));
    }
    return preset.flatMap(Preset::named).flatMap(Preset::scaling);
  }

  @Override
  public LatentShape latents() {
    return shape().latents();
  }

  @Override
  public List<String> layouts() {
    return List.of(VaeNames.COMPVIS.id(), VaeNames.DIFFUSERS.id());
  }

  @Override
  public Map<String, Named> named(String source, Map<String, Shape> arrays, String layout) {
    VaeShape shape = shape();
    Map<String, Shape> weights = new LinkedHashMap<>();
    for (Side side : Side.values()) {
      weights.putAll(Layers.weights(shape, side));
    }
    VaeNames names = VaeNames.of(layout);
    Map<String, Named> named = new LinkedHashMap<>();
    VaeFile.origins(source, arrays, shape, Set.of(Side.values()))
        .forEach(
            (name, origin) ->
                named.put(
                    origin,
                    new Named(names.published(name, shape), names.shape(name, weights.get(name)))));
    return named;
  }

  @Override
  public void check(RunShape run, Problems problems) {
    if (preset.isPresent() && Preset.named(preset.get()).isEmpty()) {
      problems.add(
          "preset",
          "There is no preset '%s'. Known: %s."
              .formatted(preset.get(), String.join(", ", Preset.names())));
      return;
    }
    VaeShape shape = shape();
    if (shape.levels() == 0 || shape.levels() > MOST_LEVELS) {
      problems.add(
          "multipliers",
          "There are %d levels; from 1 to %d are possible.".formatted(shape.levels(), MOST_LEVELS));
      return;
    }
    checkGroups(shape, problems);
    checkAttention(shape, problems);
    checkStatistics(shape, problems);
    checkResolution(run, problems);
    int unit = 4 * latents().factor();
    tile.filter(side -> side % unit != 0)
        .ifPresent(
            side ->
                problems.add(
                    "tile",
                    "%d is no multiple of %d, four times the factor: tiles share a quarter of their side."
                        .formatted(side, unit)));
  }

  private static void checkGroups(VaeShape shape, Problems problems) {
    for (int level = 0; level < shape.levels(); level++) {
      if (shape.channels(level) % shape.groups() != 0) {
        problems.add(
            "groups",
            "The %d channels of level %d (width %d times %d) cannot be divided into %d groups."
                .formatted(
                    shape.channels(level),
                    level,
                    shape.width(),
                    shape.multipliers().get(level),
                    shape.groups()));
        return;
      }
    }
    if (shape.width() % shape.groups() != 0) {
      problems.add(
          "groups",
          "The width %d cannot be divided into %d groups."
              .formatted(shape.width(), shape.groups()));
    }
  }

  private static void checkAttention(VaeShape shape, Problems problems) {
    List<Integer> levels = shape.attentionLevels();
    if (new HashSet<>(levels).size() < levels.size()) {
      problems.add("attention-levels", "A level stands here twice.");
    }
    levels.stream()
        .filter(level -> level >= shape.levels())
        .findFirst()
        .ifPresent(
            level ->
                problems.add(
                    "attention-levels",
                    "There is no level %d; the multipliers make %d, counted from 0."
                        .formatted(level, shape.levels())));
  }

  private void checkStatistics(VaeShape shape, Problems problems) {
    checkNumbers("scale", scale, shape.latentChannels(), problems);
    checkNumbers("bias", bias, shape.latentChannels(), problems);
    scale.ifPresent(
        numbers -> {
          if (numbers.stream().anyMatch(number -> !(number > 0) || number.isInfinite())) {
            problems.add("scale", "Each number must be positive and finite.");
          }
        });
    if (statistics.isPresent() && (scale.isPresent() || bias.isPresent())) {
      problems.add("statistics", "Give either a file of statistics, or scale and bias, not both.");
    } else if (preset.isPresent() && statistics.isEmpty() && scaling().isEmpty()) {
      problems.add(
          "statistics",
          "The statistics of the latents of '%s' are not known here: they are published as a file beside the weights. Set statistics to that file, or give scale and bias."
              .formatted(preset.get()));
    }
  }

  private static void checkNumbers(
      String key, Optional<List<Double>> numbers, int channels, Problems problems) {
    numbers.ifPresent(
        list -> {
          if (list.size() != 1 && list.size() != channels) {
            problems.add(
                key,
                "There are %d numbers for latents of %d channels; give one number, or one for each channel."
                    .formatted(list.size(), channels));
          }
        });
  }

  /** A backbone reports it by its own key. */
  private void checkResolution(RunShape run, Problems problems) {
    int factor = latents().factor();
    if (run.backbone().isEmpty()
        && run.resolution().isPresent()
        && run.resolution().get() % factor != 0) {
      problems.add(
          "multipliers",
          "The factor %d, from %d levels, does not divide the resolution %d."
              .formatted(factor, shape().levels(), run.resolution().get()));
    }
  }
}
