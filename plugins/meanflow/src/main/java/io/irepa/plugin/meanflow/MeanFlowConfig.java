package io.irepa.plugin.meanflow;

import io.irepa.spi.BackboneShape;
import io.irepa.spi.Default;
import io.irepa.spi.Doc;
import io.irepa.spi.Interpolant;
import io.irepa.spi.Problems;
import io.irepa.spi.Range;
import io.irepa.spi.RunShape;
import io.irepa.spi.Settings;

/** The keys of the MeanFlow objectives. */
public record MeanFlowConfig(
    @Doc("path between data and noise") @Default("linear") Interpolant path,
    @Doc("how an example's two times are drawn, of which the less is r") @Default("logit-normal")
        TimeDraw time,
    @Doc("mean of the normal numbers behind logit-normal times") @Default("-0.4") double timeMean,
    @Doc("deviation of the normal numbers behind logit-normal times")
        @Default("1.0")
        @Range(min = 0)
        double timeStd,
    @Doc("share of examples with r below t; the others have r = t, which is flow matching")
        @Default("0.25")
        @Range(min = 0, max = 1)
        double unequal,
    @Doc(
            "weight of an example: adaptive divides its squared error L by (L + epsilon)^power, uniform is 1")
        @Default("adaptive")
        Weighting weighting,
    @Doc("power of the adaptive weight; 0 is none") @Default("1.0") @Range(min = 0)
        double adaptivePower,
    @Doc("keeps the adaptive weight finite; above 0") @Default("0.01") @Range(min = 0)
        double adaptiveEpsilon,
    @Doc("guidance mixed into the target, so that sampling needs none") @Default("{}")
        MixedGuidance guidance,
    @Doc("share of labels replaced by the null label, for guidance")
        @Default("0.1")
        @Range(min = 0, max = 1)
        double labelDrop)
    implements Settings {

  @Override
  public void check(RunShape run, Problems problems) {
    if (!run.backbone().map(BackboneShape::interval).orElse(true)) {
      problems.add(
          "",
          "An average velocity has two times, r and t, but the backbone embeds only t. Choose a backbone that embeds an interval, such as sit with interval: true.");
    }
    if (adaptiveEpsilon == 0) {
      problems.add("adaptive-epsilon", "It must be above 0, such as 0.01.");
    }
    if (guidance.kappa() >= 1) {
      problems.add(
          "guidance",
          "kappa is %s, but the guidance's scale is omega / (1 - kappa): kappa must be below 1."
              .formatted(guidance.kappa()));
    }
  }
}
