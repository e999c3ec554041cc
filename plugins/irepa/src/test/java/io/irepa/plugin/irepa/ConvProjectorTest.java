package io.irepa.plugin.irepa;

import static org.assertj.core.api.Assertions.assertThat;

import io.irepa.spi.Projector;
import io.irepa.spi.RunShape;
import io.irepa.tensor.Parameters;
import io.irepa.tensor.Precision;
import io.irepa.testkit.ProjectorContract;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConvProjectorTest {
  private abstract static class Conv extends ProjectorContract {
    private final int side;

    Conv(int side) {
      this.side = side;
    }

    @Override
    protected Projector projector(
        Parameters parameters, Projector.Widths widths, Precision precision) {
      return new ConvProjector(new ConvProjector.Config(side), parameters, widths, precision);
    }
  }

  @Nested
  final class OneToken extends Conv {
    OneToken() {
      super(1);
    }
  }

  @Nested
  final class ThreeByThree extends Conv {
    ThreeByThree() {
      super(3);
    }
  }

  /** Wider than the grid is high. */
  @Nested
  final class FiveByFive extends Conv {
    FiveByFive() {
      super(5);
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "2, 1", "3, 0", "4, 1"})
  void anEvenKernelIsRefused(int side, int problems) {
    RunShape run = new RunShape(Optional.empty(), Optional.empty(), Optional.empty(), List.of());
    Map<String, String> found = new LinkedHashMap<>();
    new ConvProjector.Config(side).check(run, found::put);
    assertThat(found).as("problems of side %d", side).hasSize(problems);
    assertThat(found.keySet()).as("keys").allMatch("kernel"::equals);
  }
}
