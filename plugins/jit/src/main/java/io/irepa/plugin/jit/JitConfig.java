package io.irepa.plugin.jit;

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
 * The keys of the JiT backbone. A named size gives patch, width, depth, heads and bottleneck (JiT,
 * arXiv 2511.13720, appendix A); each may be given beside it, or instead of it.
 */
public record JitConfig(
    @Doc(
            value = "published size: B, L or H, a slash, and the patch side 16 or 32",
            example = "B/16")
        Optional<String> size,
    @Doc("side of a patch, in pixels; that of the size if left out") @Range(min = 1)
        Optional<Integer> patch,
    @Doc("width of the hidden tokens; that of the size if left out") @Range(min = 4)
        Optional<Integer> hidden,
    @Doc("number of blocks; that of the size if left out") @Range(min = 1) Optional<Integer> depth,
    @Doc("attention heads of a block; that of the size if left out") @Range(min = 1)
        Optional<Integer> heads,
    @Doc("width inside a block's gated MLP over 2/3 of the hidden width")
        @Default("4.0")
        @Range(min = 0.01)
        double mlpRatio,
    @Doc("numbers to which a patch is first reduced; that of the size if left out") @Range(min = 1)
        Optional<Integer> bottleneck,
    @Doc("in-context tokens of the class; 0 is none") @Default("32") @Range(min = 0) int context,
    @Doc("blocks that the in-context tokens skip; a third of them if left out") @Range(min = 0)
        Optional<Integer> contextStart,
    @Doc("channels of x: 3 for pixels") @Default("3") @Range(min = 1) int channels,
    @Doc("side of x: the image's side") @Default("256") @Range(min = 1) int input,
    @Doc("number of classes; one more label stands for no class") @Default("1000") @Range(min = 1)
        int classes,
    @Doc("also embed t - r, as MeanFlow needs") @Default("false") boolean interval)
    implements Backbone.Shaped {

  @Override
  public void check(RunShape run, Problems problems) {
    if (size.isPresent() && JitSize.named(size.get()).isEmpty()) {
      problems.add(
          "size",
          "There is no size '%s'. Known: %s."
              .formatted(size.get(), String.join(", ", JitSize.names())));
      return;
    }
    boolean complete = given("patch", patch, problems);
    complete &= given("hidden", hidden, problems);
    complete &= given("depth", depth, problems);
    complete &= given("heads", heads, problems);
    complete &= given("bottleneck", bottleneck, problems);
    if (complete) {
      checkDimensions(dimensions(), problems);
    }
    run.checkInput(channels, input, problems);
  }

  private boolean given(String key, Optional<Integer> value, Problems problems) {
    if (size.isPresent() || value.isPresent()) {
      return true;
    }
    problems.add(key, "This key is needed where no size is named; or name one, such as B/16.");
    return false;
  }

  private void checkDimensions(JitSize dimensions, Problems problems) {
    if (dimensions.hidden() % dimensions.heads() != 0) {
      problems.add(
          heads.isPresent() ? "heads" : "hidden",
          "%d heads do not divide the width %d."
              .formatted(dimensions.heads(), dimensions.hidden()));
    } else if (dimensions.hidden() / dimensions.heads() % 4 != 0) {
      problems.add(
          heads.isPresent() ? "heads" : "hidden",
          "A head is %d numbers wide, which is not a multiple of 4 as its rotary positions need: pairs for rows and for columns."
              .formatted(dimensions.hidden() / dimensions.heads()));
    }
    if (mlpWidth() < 1) {
      problems.add("mlp-ratio", "This leaves no width inside the MLP.");
    }
    if (input % dimensions.patch() != 0) {
      problems.add(
          patch.isPresent() ? "patch" : "input",
          "The patch side %d does not divide the input side %d."
              .formatted(dimensions.patch(), input));
    }
    if (context > 0 && contextBegins() >= dimensions.depth()) {
      problems.add(
          "context-start",
          "In-context tokens that skip %d blocks never enter: there are %d. Set a smaller number, or context: 0."
              .formatted(contextBegins(), dimensions.depth()));
    }
  }

  @Override
  public BackboneShape shape() {
    JitSize dimensions = dimensions();
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
    return new JitLayout();
  }

  /** The named size with what is given beside it; called only where nothing is missing. */
  JitSize dimensions() {
    Optional<JitSize> named = size.flatMap(JitSize::named);
    return new JitSize(
        patch.or(() -> named.map(JitSize::patch)).orElseThrow(),
        hidden.or(() -> named.map(JitSize::hidden)).orElseThrow(),
        depth.or(() -> named.map(JitSize::depth)).orElseThrow(),
        heads.or(() -> named.map(JitSize::heads)).orElseThrow(),
        bottleneck.or(() -> named.map(JitSize::bottleneck)).orElseThrow());
  }

  /** Width inside the MLP of a block: a gate takes a third of the parameters. */
  int mlpWidth() {
    long ungated = (long) (dimensions().hidden() * mlpRatio);
    return (int) (ungated * 2 / 3);
  }

  /** Blocks before the in-context tokens; a third of the depth is what all published sizes have. */
  int contextBegins() {
    return contextStart.orElseGet(() -> dimensions().depth() / 3);
  }
}
