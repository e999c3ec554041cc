package io.irepa.plugin.vit;

import static org.assertj.core.api.Assertions.assertThat;

import io.irepa.spi.Backbone;
import io.irepa.spi.LatentShape;
import io.irepa.spi.RunShape;
import io.irepa.tensor.Parameters;
import io.irepa.tensor.Precision;
import io.irepa.tensor.Recompute;
import io.irepa.testkit.BackboneContract;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class VitTest {
  static VitConfig config(int patch, int hidden, int heads, double mlpRatio) {
    return new VitConfig(patch, hidden, 2, heads, mlpRatio, 3, 6, 5);
  }

  @Nested
  final class Contract extends BackboneContract {
    @Override
    protected Backbone backbone(Parameters parameters, Precision precision, Recompute recompute) {
      return new Vit(config(2, 16, 2, 2), parameters, precision, recompute);
    }
  }

  private static Map<String, String> problems(VitConfig config) {
    Map<String, String> found = new LinkedHashMap<>();
    RunShape run =
        new RunShape(Optional.of(6), Optional.of(LatentShape.PIXELS), Optional.empty(), List.of());
    config.check(run, found::put);
    return found;
  }

  @Test
  void fittingDimensionsAreTaken() {
    assertThat(problems(config(2, 16, 2, 2))).isEmpty();
  }

  @Test
  void dimensionsThatDoNotFitEachOtherAreReported() {
    assertThat(problems(config(4, 15, 2, 0.05))).containsOnlyKeys("patch", "heads", "mlp-ratio");
  }

  @Test
  void imagesOfAnotherSizeAreReported() {
    VitConfig larger = new VitConfig(2, 16, 2, 2, 2, 3, 8, 5);
    assertThat(problems(larger))
        .hasEntrySatisfying("input", text -> assertThat(text).contains("Set input: 6"));
  }
}
