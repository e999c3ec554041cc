package org.example.extension;

import static org.assertj.core.api.Assertions.assertThat;

import io.irepa.spi.DataSource;
import io.irepa.tensor.Philox;
import io.irepa.testkit.DataSourceContract;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What every data source must keep is inherited; what this one promises stands here. */
final class MyExtensionTest extends DataSourceContract {
  private static final int SIDE = 16;

  @Override
  protected DataSource source() {
    return new MyExtension(new MyExtension.Config(SIDE, 50));
  }

  @Override
  protected int resolution() {
    return SIDE;
  }

  @Test
  void theCornersAreWhite() throws IOException {
    try (DataSource source = source()) {
      float[] disc = source.read(0, new Philox(1, 0)).image().orElseThrow();
      assertThat(disc[0]).as("red of the first pixel").isEqualTo(1);
    }
  }
}
