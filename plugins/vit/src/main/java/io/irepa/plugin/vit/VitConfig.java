package io.irepa.plugin.vit;

import io.irepa.spi.Backbone;
import io.irepa.spi.BackboneShape;
import io.irepa.spi.Default;
import io.irepa.spi.Doc;
import io.irepa.spi.Grid;
import io.irepa.spi.Problems;
import io.irepa.spi.Range;
import io.irepa.spi.RunShape;

/** The keys of the vision transformer that is trained. */
public record VitConfig(
    @Doc("side of a patch, in pixels") @Default("16") @Range(min = 1) int patch,
    @Doc("width of the tokens") @Default("384") @Range(min = 2) int hidden,
    @Doc("number of blocks") @Default("12") @Range(min = 1) int depth,
    @Doc("attention heads of a block") @Default("6") @Range(min = 1) int heads,
    @Doc("width inside a block's MLP over that of the tokens") @Default("4.0") @Range(min = 0.01)
        double mlpRatio,
    @Doc("channels of the images") @Default("3") @Range(min = 1) int channels,
    @Doc("side of the images, in pixels") @Default("256") @Range(min = 1) int input,
    @Doc("number of classes of the data") @Default("1000") @Range(min = 1) int classes)
    implements Backbone.Shaped {

  @Override
  public void check(RunShape run, Problems problems) {
    if (hidden % heads != 0) {
      problems.add("heads", "%d heads do not divide the width %d.".formatted(heads, hidden));
    }
    if (mlpWidth() < 1) {
      problems.add("mlp-ratio", "This leaves no width inside the MLP.");
    }
    if (input % patch != 0) {
      problems.add(
          "patch", "The patch side %d does not divide the input side %d.".formatted(patch, input));
    }
    run.checkInput(channels, input, problems);
  }

  @Override
  public BackboneShape shape() {
    return new BackboneShape(
        channels, input, new Grid(side(), side()), hidden, depth, classes, false);
  }

  /** Tokens on a side. */
  int side() {
    return input / patch;
  }

  /** Width inside the MLP of a block. */
  int mlpWidth() {
    return (int) (hidden * mlpRatio);
  }
}
