package io.irepa.plugin.jit;

import io.irepa.spi.BackboneShape;
import io.irepa.spi.Default;
import io.irepa.spi.Doc;
import io.irepa.spi.Problems;
import io.irepa.spi.Range;
import io.irepa.spi.RunShape;
import io.irepa.spi.Settings;

/** The keys of the JiT objective. Its times are 0 at the noise and 1 at the data. */
public record JitObjectiveConfig(
    @Doc("mean of the normal number whose sigmoid is a training time; below 0 is nearer to noise")
        @Default("-0.8")
        double timeMean,
    @Doc("standard deviation of that number") @Default("0.8") @Range(min = 0) double timeStd,
    @Doc("least 1 - t by which the error of the data is divided; above 0")
        @Default("0.05")
        @Range(min = 0, max = 1)
        double timeFloor,
    @Doc("standard deviation of the noise: as published, the resolution over 256; above 0")
        @Default("1.0")
        @Range(min = 0)
        double noiseScale,
    @Doc("share of labels replaced by the null label, for guidance")
        @Default("0.1")
        @Range(min = 0, max = 1)
        double labelDrop)
    implements Settings {

  @Override
  public void check(RunShape run, Problems problems) {
    if (timeFloor == 0) {
      problems.add(
          "time-floor",
          "At a floor of 0 the loss has no bound: it is divided by (1 - t)². Set it above 0; 0.05 is published.");
    }
    if (noiseScale == 0) {
      problems.add("noise-scale", "Without noise there is nothing to learn. Set it above 0.");
    }
    if (run.backbone().map(BackboneShape::interval).orElse(false)) {
      problems.add(
          "",
          "This objective has one time, but the backbone embeds an interval. Set the backbone's interval: false.");
    }
  }
}
