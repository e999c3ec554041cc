package org.example.extension;

import io.irepa.spi.Sampler;
import io.irepa.testkit.SamplerContract;

/** What every sampler must keep is inherited; add what yours promises. */
final class MyExtensionTest extends SamplerContract {
  @Override
  protected Sampler sampler() {
    return new MyExtension();
  }
}
