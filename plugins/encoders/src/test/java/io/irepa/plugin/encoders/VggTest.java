package io.irepa.plugin.encoders;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import io.irepa.spi.Encoder;
import io.irepa.spi.RunShape;
import io.irepa.tensor.Parameters;
import io.irepa.tensor.Precision;
import io.irepa.testkit.EncoderContract;
import io.irepa.testkit.Fakes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class VggTest extends EncoderContract {
  private static final Vgg.Config CONFIG = new Vgg.Config(Optional.empty(), 48, 2);

  @Override
  protected Encoder encoder(NDManager manager) {
    Parameters parameters = Fakes.parameters(manager, "encoder", Precision.FLOAT32);
    return new Vgg(CONFIG, parameters, Precision.FLOAT32, manager);
  }

  @Test
  void hasThePublishedNumberOfParameters() {
    Parameters parameters = Fakes.parameters(manager(), "encoder", Precision.FLOAT32);
    new Vgg(new Vgg.Config(Optional.empty(), 224, 64), parameters, Precision.FLOAT32, manager());
    // torchvision's vgg16().features has 14 714 688, of which the last three layers have 7 079 424.
    assertThat(parameters.all().values().stream().mapToLong(array -> array.size()).sum())
        .as("parameters up to the fourth pooling")
        .isEqualTo(14_714_688 - 7_079_424);
  }

  @Test
  void refusesAnInputThatItsPoolingsDoNotDivide() {
    Map<String, String> problems = new LinkedHashMap<>();
    new Vgg.Config(Optional.empty(), 40, 64)
        .check(
            new RunShape(Optional.empty(), Optional.empty(), Optional.empty(), List.of()),
            problems::put);
    assertThat(problems).as("problems").containsOnlyKeys("input");
  }
}
