package io.irepa.plugin.repa;

import io.irepa.spi.BackboneShape;
import io.irepa.spi.Default;
import io.irepa.spi.Doc;
import io.irepa.spi.Interpolant;
import io.irepa.spi.Problems;
import io.irepa.spi.Range;
import io.irepa.spi.RunShape;
import io.irepa.spi.Settings;
import io.irepa.spi.TimeDraw;

/** The keys of the REPA objective. */
public record RepaConfig(
    @Doc("path between data and noise") @Default("linear") Interpolant path,
    @Doc("how training times are drawn") @Default("uniform") TimeDraw time,
    @Doc("what the backbone predicts: v, the velocity") @Default("v") Target prediction,
    @Doc("share of labels replaced by the null label, for guidance")
        @Default("0.1")
        @Range(min = 0, max = 1)
        double labelDrop)
    implements Settings {

  /** What the backbone predicts. */
  public enum Target {
    /** The velocity dx/dt. */
    V
  }

  @Override
  public void check(RunShape run, Problems problems) {
    if (run.backbone().map(BackboneShape::interval).orElse(false)) {
      problems.add(
          "",
          "This objective has one time, but the backbone embeds an interval. Set the backbone's interval: false.");
    }
  }
}
