package io.irepa.sample;

import io.irepa.spi.Sampler;
import io.irepa.testkit.SamplerContract;

final class SdeSamplerTest extends SamplerContract {
  @Override
  protected Sampler sampler() {
    return new SdeSampler();
  }

  /** Noise of deviation 0.04 is left where its last step begins. */
  @Override
  protected double tolerance() {
    return 0.2;
  }
}
