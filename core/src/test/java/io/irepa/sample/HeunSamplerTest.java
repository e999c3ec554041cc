package io.irepa.sample;

import io.irepa.spi.Sampler;
import io.irepa.testkit.SamplerContract;

final class HeunSamplerTest extends SamplerContract {
  @Override
  protected Sampler sampler() {
    return new HeunSampler();
  }
}
