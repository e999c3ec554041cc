package io.irepa.plugin.sit;

import io.irepa.spi.Backbone;
import io.irepa.spi.BackboneShape;
import io.irepa.spi.Default;
import io.irepa.spi.Doc;
import io.irepa.spi.Grid;
import io.irepa.spi.Problems;
import io.irepa.spi.PublishedLayout;
import io.irepa.spi.Range;
import io.irepa.spi.RunShape;
import java.util.Optional;

/**
 * The keys of the SiT backbone. A named size gives patch, width, depth and heads (SiT, arXiv
 * 2401.08740, table 1); each may be given beside it, or instead of it.
 */
public record SitConfig(
    @Doc(
            value = "published size: S, B, L or XL, a slash, and the patch side 2, 4 or 8",
            example = "B/2")
        Optional<String> size,
    @Doc("side of a patch, in units of x; that of the size if left out") @Range(min = 1)
        Optional<Integer> patch,
    @Doc("width of the hidden tokens; that of the size if left out") @Range(min = 4)
        Optional<Integer> hidden,
    @Doc("number of blocks; that of the size if left out") @Range(min = 1) Optional<Integer> depth,
    @Doc("attention heads of a block; that of the size if left out") @Range(min = 1)
        Optional<Integer> heads,
    @Doc("width inside a block's MLP over the hidden width") @Default("4.0") @Range(min = 0.01)
        double mlpRatio,
    @Doc("normalize queries and keys of each head") @Default("false") boolean qkNorm,
    @Doc("channels of x: those of the latents") @Default("4") @Range(min = 1) int channels,
    @Doc("side of x: the image's side over the autoencoder's factor") @Default("32") @Range(min = 1)
        int input,
    @Doc("number of classes; one more label stands for no class") @Default("1000") @Range(min = 1)
        int classes,
    @Doc("also embed t - r, as MeanFlow needs") @Default("false") boolean interval)
    implements Backbone.Shaped {

  @Override
  public void check(RunShape run, Problems problems) {
    if (size.isPresent() && SitSize.named(size.get()).isEmpty()) {
      problems.add(
          "size",
          "There is no size '%s'. Known: %s."
              .formatted(size.get(), String.join(", ", SitSize.names())));
      return;
    }
    boolean complete = given("patch", patch, problems);
    complete &= given("hidden", hidden, problems);
    complete &= given("depth", depth, problems);
    complete &= given("heads", heads, problems);
    if (complete) {
      checkDimensions(dimensions(), problems);
    }
    run.checkInput(channels, input, problems);
  }

  private boolean given(String key, Optional<Integer> value, Problems problems) {
    if (size.isPresent() || value.isPresent()) {
      return true;
    }
    problems.add(key, "This key is needed where no size is named; or name one, such as B/2.");
    return false;
  }

  private void checkDimensions(SitSize dimensions, Problems problems) {
    if (dimensions.hidden() % dimensions.heads() != 0) {
      problems.add(
          heads.isPresent() ? "heads" : "hidden",
          "%d heads do not divide the width %d."
              .formatted(dimensions.heads(), dimensions.hidden()));
    }
    if (dimensions.hidden() % 4 != 0) {
      problems.add(
          "hidden",
          "The width %d is not a multiple of 4, which the position embedding needs."
              .formatted(dimensions.hidden()));
    }
    if ((int) (dimensions.hidden() * mlpRatio) < 1) {
      problems.add("mlp-ratio", "This leaves no width inside the MLP.");
    }
    if (input % dimensions.patch() != 0) {
      problems.add(
          patch.isPresent() ? "patch" : "input",
          "The patch side %d does not divide the input side %d."
              .formatted(dimensions.patch(), input));
    }
  }

  @Override
  public BackboneShape shape() {
    SitSize dimensions = dimensions();
    int side = input / dimensions.patch();
    return new BackboneShape(
        channels,
        input,
        new Grid(side, side),
        dimensions.hidden(),
        dimensions.depth(),
        classes,
        interval);
  }

  @Override
  public PublishedLayout published() {
    return new SitLayout(dimensions(), channels);
  }

  /** The named size with what is given beside it; called only where nothing is missing. */
  SitSize dimensions() {
    Optional<SitSize> named = size.flatMap(SitSize::named);
    return new SitSize(
        patch.or(() -> named.map(SitSize::patch)).orElseThrow(),
        hidden.or(() -> named.map(SitSize::hidden)).orElseThrow(),
        depth.or(() -> named.map(SitSize::depth)).orElseThrow(),
        heads.or(() -> named.map(SitSize::heads)).orElseThrow());
  }

  /** Width inside the MLP of a block. */
  int mlpWidth() {
    return (int) (dimensions().hidden() * mlpRatio);
  }
}
