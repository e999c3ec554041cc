package io.irepa.plugin.meanflow;

import io.irepa.spi.Interpolant;

/** Settings for tests. */
final class Configs {
  static final MixedGuidance NONE = new MixedGuidance(1, 0, 0, 0.8);

  private Configs() {}

  /** All examples with r below t, all weights 1, no guidance, no label dropped. */
  static MeanFlowConfig plain(Interpolant path, double unequal) {
    return new MeanFlowConfig(
        path, TimeDraw.UNIFORM, 0, 1, unequal, Weighting.UNIFORM, 1, 0.01, NONE, 0);
  }

  /** The published ones, but for half of the examples with r below t. */
  static MeanFlowConfig adaptive(double power, MixedGuidance guidance, double labelDrop) {
    return new MeanFlowConfig(
        Interpolant.LINEAR,
        TimeDraw.LOGIT_NORMAL,
        -0.4,
        1,
        0.5,
        Weighting.ADAPTIVE,
        power,
        0.01,
        guidance,
        labelDrop);
  }
}
