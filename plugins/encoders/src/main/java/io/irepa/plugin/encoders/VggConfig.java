package io.irepa.plugin.encoders;

import io.irepa.spi.Default;
import io.irepa.spi.Doc;
import io.irepa.spi.Grid;
import io.irepa.spi.Problems;
import io.irepa.spi.PublishedEncoder;
import io.irepa.spi.Range;
import io.irepa.spi.RunShape;
import io.irepa.spi.TokenShape;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys of {@code vgg}. */
public record VggConfig(
    @Doc(value = "published name, which is vgg16", example = "vgg16") Optional<String> preset,
    @Doc(value = "file of torchvision's weights", example = "vgg16-397923af.pth")
        Optional<Path> weights,
    @Doc(
            "seed of random weights, instead of a file: an untrained network, for comparisons; nothing is drawn unless this is given")
        Optional<Long> random,
    @Doc("side the image is resized to, in pixels; a multiple of 16")
        @Default("256")
        @Range(min = 16)
        int input,
    @Doc("channels of the first layer; 64, as published, if left out") @Range(min = 1)
        Optional<Integer> width)
    implements PublishedEncoder {
  private static final int STRIDE = 16;
  private static final int PUBLISHED_INPUT = 256;
  private static final int PUBLISHED_WIDTH = 64;
  private static final String NAME = "vgg16";

  /** Of the first layer. */
  int channels() {
    return width.orElse(PUBLISHED_WIDTH);
  }

  @Override
  public TokenShape tokens() {
    return tokens(input, channels());
  }

  private static TokenShape tokens(int input, int channels) {
    return new TokenShape(new Grid(input / STRIDE, input / STRIDE), 8 * channels);
  }

  @Override
  public void check(RunShape run, Problems problems) {
    if (preset.isPresent() && !preset.get().equals(NAME)) {
      problems.add("preset", "There is no preset '%s'. Known: %s.".formatted(preset.get(), NAME));
    }
    if (random.isPresent() && weights.isPresent()) {
      problems.add("random", "Weights are either drawn or read: leave this out, or weights.");
    }
    if (input % STRIDE != 0) {
      problems.add("input", "%d is no multiple of %d.".formatted(input, STRIDE));
    }
  }

  @Override
  public List<Preset> presets() {
    return List.of(
        new Preset(
            NAME,
            Vgg.wanted(PUBLISHED_WIDTH).parameters(),
            PUBLISHED_INPUT,
            tokens(PUBLISHED_INPUT, PUBLISHED_WIDTH),
            "10 convolutions of 64 to 512 channels, up to the fourth pooling"));
  }

  @Override
  public String images() {
    return "bilinear to 256, then normalized by the constants of ImageNet";
  }

  @Override
  public List<FileFit> fits(Map<String, long[]> shapes) {
    return List.of(Vgg.wanted(PUBLISHED_WIDTH).fitNumbers(shapes).of(NAME, "torchvision"));
  }
}
