package io.irepa.plugin.encoders;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.irepa.plugin.encoders.vit.Vit;
import io.irepa.spi.Encoder;
import io.irepa.spi.RunShape;
import io.irepa.spi.Settings;
import io.irepa.tensor.Autograd;
import io.irepa.tensor.Precision;
import io.irepa.tensor.Scope;
import io.irepa.testkit.EncoderContract;
import io.irepa.weights.Pretrained;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Untrained networks, for comparisons. */
final class RandomWeightsTest {
  private static VggConfig vgg(Optional<Path> weights, long seed) {
    return new VggConfig(Optional.empty(), weights, Optional.of(seed), 32, Optional.of(4));
  }

  private static Vit.Config vit(Optional<Path> weights, long seed) {
    return new Vit.Config(
        Optional.empty(),
        weights,
        Optional.of(seed),
        Optional.of(16),
        Optional.of(8),
        Optional.of(16),
        Optional.of(2),
        Optional.of(2),
        Optional.empty(),
        Optional.of(false),
        0,
        Optional.empty());
  }

  @Nested
  final class OfVgg extends EncoderContract {
    @Override
    protected Encoder encoder(NDManager manager) {
      return new Vgg(vgg(Optional.empty(), 3), Pretrained.files(), Precision.FLOAT32, manager);
    }

    @Test
    void anotherSeedIsAnotherNetwork() {
      assertDiffer(
          encoder(manager()),
          new Vgg(vgg(Optional.empty(), 4), Pretrained.files(), Precision.FLOAT32, manager()),
          manager());
    }
  }

  @Nested
  final class OfVit extends EncoderContract {
    @Override
    protected Encoder encoder(NDManager manager) {
      return new Vit(vit(Optional.empty(), 3), Pretrained.files(), manager, Precision.BFLOAT16);
    }

    @Test
    void anotherSeedIsAnotherNetwork() {
      assertDiffer(
          encoder(manager()),
          new Vit(vit(Optional.empty(), 4), Pretrained.files(), manager(), Precision.BFLOAT16),
          manager());
    }
  }

  private static void assertDiffer(Encoder one, Encoder other, NDManager manager) {
    try (Scope scope = Scope.open();
        Autograd.Recording off = Autograd.off()) {
      NDArray images = manager.randomUniform(0, 1, new ai.djl.ndarray.types.Shape(2, 3, 32, 32));
      assertThat(one.tokens(images).toFloatArray())
          .as("tokens")
          .isNotEqualTo(other.tokens(images).toFloatArray());
    }
    assertThat(one.fingerprint()).as("fingerprint").isNotEqualTo(other.fingerprint());
  }

  @Test
  void aFileAndASeedTogetherAreRefused() {
    for (Settings settings :
        List.of(vgg(Optional.of(Path.of("a.pth")), 0), vit(Optional.of(Path.of("a.pth")), 0))) {
      Map<String, String> problems = new LinkedHashMap<>();
      settings.check(
          new RunShape(Optional.empty(), Optional.empty(), Optional.empty(), List.of()),
          problems::put);
      assertThat(problems).as(settings.toString()).containsOnlyKeys("random");
    }
  }
}
