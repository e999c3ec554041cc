package org.example.uvit;

import io.irepa.spi.Backbone;
import io.irepa.spi.BackboneShape;
import io.irepa.spi.Default;
import io.irepa.spi.Doc;
import io.irepa.spi.Grid;
import io.irepa.spi.Problems;
import io.irepa.spi.Range;
import io.irepa.spi.RunShape;

/**
 * The keys of U-ViT.
 *
 * @param patch side of a patch
 * @param hidden width D
 * @param depth number of blocks, odd
 * @param heads of the attention
 * @param channels of x
 * @param input side of x
 * @param classes number of them
 */
public record UVitConfig(
    @Doc("side of a patch") @Default("4") @Range(min = 1) int patch,
    @Doc("width of the hidden tokens") @Default("96") @Range(min = 1) int hidden,
    @Doc("number of blocks, odd: as many before the middle one as after it")
        @Default("5")
        @Range(min = 1)
        int depth,
    @Doc("attention heads, which divide the width") @Default("4") @Range(min = 1) int heads,
    @Doc("channels of x") @Default("3") @Range(min = 1) int channels,
    @Doc("side of x") @Default("32") @Range(min = 1) int input,
    @Doc("number of classes") @Default("8") @Range(min = 1) int classes)
    implements Backbone.Shaped {
  @Override
  public BackboneShape shape() {
    return new BackboneShape(
        channels, input, new Grid(side(), side()), hidden, depth, classes, false);
  }

  /** Patches in a row. */
  int side() {
    return input / patch;
  }

  @Override
  public void check(RunShape run, Problems problems) {
    if (depth % 2 == 0) {
      problems.add(
          "depth",
          "%d is even, which leaves no block in the middle. Use %d.".formatted(depth, depth + 1));
    }
    if (hidden % heads != 0) {
      problems.add("heads", "%d does not divide the width %d.".formatted(heads, hidden));
    }
    if (input % patch != 0) {
      problems.add("patch", "%d does not divide the input's side %d.".formatted(patch, input));
    } else {
      run.checkInput(channels, input, problems);
    }
  }
}
