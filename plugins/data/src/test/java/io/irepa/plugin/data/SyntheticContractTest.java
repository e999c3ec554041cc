package io.irepa.plugin.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.irepa.spi.BackboneShape;
import io.irepa.spi.DataSource;
import io.irepa.spi.Example;
import io.irepa.spi.Grid;
import io.irepa.spi.LatentShape;
import io.irepa.spi.RunShape;
import io.irepa.spi.TokenShape;
import io.irepa.tensor.Philox;
import io.irepa.testkit.DataSourceContract;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SyntheticContractTest extends DataSourceContract {
  private static final RunShape RUN =
      new RunShape(
          Optional.empty(),
          Optional.of(new LatentShape(4, 8)),
          Optional.of(new BackboneShape(4, 6, new Grid(3, 3), 8, 2, 5, false)),
          List.of(new TokenShape(new Grid(3, 3), 7), new TokenShape(new Grid(2, 2), 3)));

  @Override
  protected DataSource source() {
    return new Synthetic(new Synthetic.Config(100), RUN);
  }

  @Override
  protected int resolution() {
    return 48;
  }

  @Test
  void bringsLatentsAndTokensOfTheShapesAskedFor() throws IOException {
    try (DataSource source = source()) {
      Example example = source.read(3, new Philox(0, 0));
      assertThat(source.suppliesTargets()).as("supplies targets").isTrue();
      assertThat(example.latents().orElseThrow()).as("latents").hasSize(4 * 6 * 6);
      assertThat(example.targets().stream().map(target -> target.length))
          .as("numbers of each encoder's tokens")
          .containsExactly(9 * 7, 4 * 3);
    }
  }
}
