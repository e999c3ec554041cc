package org.example.extension;

import static org.assertj.core.api.Assertions.assertThat;

import io.irepa.spi.Optimizer;
import io.irepa.testkit.OptimizerContract;
import org.junit.jupiter.api.Test;

/** What every optimizer must keep is inherited; what this one promises stands here. */
final class MyExtensionTest extends OptimizerContract {
  @Override
  protected Optimizer optimizer() {
    return new MyExtension(new MyExtension.Config(1e-3, 0.9, 0.99, 0, 1));
  }

  @Test
  void keepsItsLearningRate() {
    assertThat(optimizer().learningRate(7, 10)).as("learning rate").isEqualTo(1e-3);
  }
}
