package org.example.self;

import io.irepa.spi.BackboneShape;
import io.irepa.spi.Default;
import io.irepa.spi.Doc;
import io.irepa.spi.Problems;
import io.irepa.spi.Range;
import io.irepa.spi.RunShape;
import io.irepa.spi.Settings;

/**
 * The keys of self-aligned flow matching.
 *
 * @param depth of the tokens that are aligned
 * @param teacherDepth of those that they are aligned with
 * @param ahead greatest difference of their times
 * @param weight of the alignment
 * @param decay of the average
 * @param labelDrop for classifier-free guidance
 */
public record SelfAlignedConfig(
    @Doc(value = "block whose tokens are aligned, counted from 1", example = "2") @Range(min = 1)
        int depth,
    @Doc(value = "block of the average whose tokens are the targets", example = "3") @Range(min = 1)
        int teacherDepth,
    @Doc("by how much less noise the average sees at most, in time")
        @Default("0.2")
        @Range(min = 0, max = 1)
        double ahead,
    @Doc("factor of the alignment in the total") @Default("0.2") @Range(min = 0) double weight,
    @Doc("decay of the average of the backbone's parameters")
        @Default("0.999")
        @Range(min = 0, max = 1)
        double decay,
    @Doc("share of labels replaced by the null label, for guidance")
        @Default("0.1")
        @Range(min = 0, max = 1)
        double labelDrop)
    implements Settings {
  @Override
  public void check(RunShape run, Problems problems) {
    run.backbone().ifPresent(shape -> check(shape, problems));
  }

  private void check(BackboneShape shape, Problems problems) {
    if (shape.interval()) {
      problems.add("", "It has one time. Set the backbone's interval: false.");
    }
    beyond("depth", depth, shape, problems);
    beyond("teacher-depth", teacherDepth, shape, problems);
  }

  private static void beyond(String key, int depth, BackboneShape shape, Problems problems) {
    if (depth > shape.depth()) {
      problems.add(key, "%d is beyond the backbone's %d blocks.".formatted(depth, shape.depth()));
    }
  }
}
