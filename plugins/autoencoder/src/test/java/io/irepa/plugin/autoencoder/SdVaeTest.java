package io.irepa.plugin.autoencoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.irepa.IrepaException;
import io.irepa.spi.Autoencoder;
import io.irepa.spi.LatentShape;
import io.irepa.tensor.Autograd;
import io.irepa.tensor.Parameters;
import io.irepa.tensor.Precision;
import io.irepa.tensor.Scope;
import io.irepa.tensor.SeededDraws;
import io.irepa.testkit.AutoencoderContract;
import io.irepa.testkit.Fakes;
import io.irepa.testkit.Gradients;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SdVaeTest {
  private NDManager manager;

  private abstract static class Contract extends AutoencoderContract {
    private final SdVaeConfig config;

    Contract(SdVaeConfig config) {
      this.config = config;
    }

    @Override
    protected Autoencoder autoencoder(Parameters parameters, Precision precision) {
      return Built.trained(config, parameters, precision, manager());
    }

    @Override
    protected LatentShape latents() {
      return config.latents();
    }
  }

  @Nested
  final class WithAttention extends Contract {
    WithAttention() {
      super(Keys.small().config());
    }
  }

  @Nested
  final class WithoutAttentionScaledByChannel extends Contract {
    WithoutAttentionScaledByChannel() {
      super(
          Keys.small()
              .attention(false)
              .attentionLevels()
              .scale(0.5, 1.0, 2.0)
              .bias(0.1, 0.0, -0.1)
              .config());
    }
  }

  @Nested
  final class OneImageAtATime extends Contract {
    OneImageAtATime() {
      super(Keys.small().atOnce(1).config());
    }
  }

  @BeforeEach
  void open() {
    manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private NDArray images(int count, int side, DataType type) {
    return Fakes.uniform(manager, "images", new Shape(count, 3, side, side), type).mul(2).sub(1);
  }

  private SdVae small(Keys keys, Parameters parameters, Precision precision) {
    return Built.trained(keys.config(), parameters, precision, manager);
  }

  private SdVae small(Keys keys) {
    return small(
        keys, Fakes.parameters(manager, "autoencoder", Precision.FLOAT32), Precision.FLOAT32);
  }

  @Test
  void differentiatesReconstructionsByParametersAndImages() {
    Parameters parameters = Fakes.parameters(manager, "autoencoder", Precision.FLOAT64);
    SdVae vae = small(Keys.small(), parameters, Precision.FLOAT64);
    NDArray images = images(2, 4, DataType.FLOAT64);
    images.setRequiresGradient(true);
    Map<String, NDArray> arrays = new LinkedHashMap<>(parameters.trained());
    arrays.put("images", images);
    Gradients.check(
        () -> {
          NDArray latents = vae.encode(images, new SeededDraws(manager, 3, 0));
          return vae.decode(latents).sub(0.3).square().mean();
        },
        arrays,
        1,
        new Random(5));
  }

  @ParameterizedTest
  @EnumSource(
      value = Precision.class,
      names = {"BFLOAT16", "FLOAT64"})
  void precisionsAgreeUpToTheirRounding(Precision other) {
    float[] expected = reconstruction(Precision.FLOAT32);
    float[] actual = reconstruction(other);
    double most = other == Precision.BFLOAT16 ? 3e-2 : 1e-5;
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).as("number %d", i).isCloseTo(expected[i], within((float) most));
    }
  }

  private float[] reconstruction(Precision precision) {
    Parameters parameters = Fakes.parameters(manager, "autoencoder", precision);
    SdVae vae = small(Keys.small(), parameters, precision);
    try (Scope scope = Scope.open();
        Autograd.Recording off = Autograd.off()) {
      NDArray moments = vae.moments(images(2, 8, precision.edgeType()));
      return vae.decode(moments.get(":, :3")).toType(DataType.FLOAT32, false).toFloatArray();
    }
  }

  @Test
  void partsOfABatchGiveWhatTheWholeGives() {
    NDArray images = images(5, 8, DataType.FLOAT32);
    try (Scope scope = Scope.open();
        Autograd.Recording off = Autograd.off()) {
      NDArray whole = small(Keys.small().atOnce(5)).moments(images);
      NDArray parts = small(Keys.small().atOnce(2)).moments(images);
      assertThat(parts.sub(whole).abs().max().getFloat())
          .as("largest difference")
          .isLessThan(1e-5f);
    }
  }

  @Test
  void keepsNothingBetweenItsLayersWhenNothingIsRecorded() {
    SdVae vae = small(Keys.small());
    NDArray images = images(2, 8, DataType.FLOAT32);
    int before = manager.getManagedArrays().size();
    try (Scope scope = Scope.open();
        Autograd.Recording off = Autograd.off()) {
      NDArray moments = vae.moments(images);
      assertThat(moments.isReleased()).isFalse();
      assertThat(manager.getManagedArrays().size())
          .as("arrays alive after encoding: those before and the moments")
          .isEqualTo(before + 1);
    }
  }

  @Test
  void tilesPassOverIntoTheWholeImage() {
    NDArray latents = Fakes.normal(manager, "z", new Shape(1, 3, 40, 56), DataType.FLOAT32);
    try (Scope scope = Scope.open();
        Autograd.Recording off = Autograd.off()) {
      Keys keys = Keys.small().attention(false).attentionLevels();
      NDArray whole = small(keys).decode(latents);
      NDArray tiled = small(keys.tile(64)).decode(latents);
      assertThat(tiled.getShape()).as("shape").isEqualTo(whole.getShape());
      double difference = tiled.sub(whole).square().mean().sqrt().getFloat();
      double spread = whole.sub(whole.mean()).square().mean().sqrt().getFloat();
      assertThat(difference)
          .as("root mean square difference, for numbers that spread by %f", spread)
          .isBetween(1e-6, 0.2 * spread);
    }
  }

  @Test
  void anImageOfATileIsDecodedWhole() {
    NDArray latents = Fakes.normal(manager, "z", new Shape(2, 3, 12, 12), DataType.FLOAT32);
    try (Scope scope = Scope.open();
        Autograd.Recording off = Autograd.off()) {
      assertThat(small(Keys.small().tile(24)).decode(latents).toFloatArray())
          .isEqualTo(small(Keys.small()).decode(latents).toFloatArray());
    }
  }

  @Test
  void sidesThatAreNoMultipleOfTheFactorAreRefused() {
    assertThatThrownBy(() -> small(Keys.small()).moments(images(1, 9, DataType.FLOAT32)))
        .isInstanceOf(IrepaException.class)
        .hasMessageContaining("multiples of 2");
  }

  @Test
  void latentsOfOtherChannelsAreRefused() {
    NDArray latents = Fakes.normal(manager, "z", new Shape(1, 4, 2, 2), DataType.FLOAT32);
    assertThatThrownBy(() -> small(Keys.small()).decode(latents))
        .isInstanceOf(IrepaException.class)
        .hasMessageContaining("4 channels and not 3");
  }
}
