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
import io.irepa.spi.AutoencoderUse;
import io.irepa.spi.AutoencoderUse.Side;
import io.irepa.spi.LatentScale;
import io.irepa.tensor.Autograd;
import io.irepa.tensor.Parameters;
import io.irepa.tensor.Precision;
import io.irepa.tensor.Recompute;
import io.irepa.tensor.Safetensors;
import io.irepa.tensor.Scope;
import io.irepa.testkit.Fakes;
import io.irepa.weights.Pretrained;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of weights and of statistics, and how much of them is held. */
final class WeightsTest {
  private static final AutoencoderUse DECODES =
      AutoencoderUse.FROZEN.withSides(Set.of(Side.DECODER));

  @TempDir private Path folder;

  private NDManager manager;
  private Parameters parameters;
  private SdVae written;
  private NDArray latents;

  @BeforeEach
  void open() {
    manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
    parameters = Fakes.parameters(manager, "autoencoder", Precision.FLOAT32);
    latents = Fakes.normal(manager, "z", new Shape(1, 3, 4, 4), DataType.FLOAT32);
    written = Built.trained(Keys.small().config(), parameters, Precision.FLOAT32, manager);
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private Path file(Map<String, NDArray> arrays) throws IOException {
    Path file = folder.resolve("vae.safetensors");
    Safetensors.write(file, arrays, Map.of());
    return file;
  }

  private Map<String, NDArray> arrays() {
    return new LinkedHashMap<>(parameters.all());
  }

  private SdVae frozen(Path file, AutoencoderUse use) {
    return Built.of(Keys.small().scale(1.0).weights(file).config(), use, manager);
  }

  private float[] decoded(SdVae vae) {
    try (Scope scope = Scope.open();
        Autograd.Recording off = Autograd.off()) {
      return vae.decode(latents).toFloatArray();
    }
  }

  @Test
  void aFileGivesWhatItsWriterGave() throws IOException {
    assertThat(decoded(frozen(file(arrays()), AutoencoderUse.FROZEN)))
        .containsExactly(decoded(written), within(1e-5f));
  }

  @Test
  void trainingBeginsAtTheFilesValues() throws IOException {
    Parameters own = Fakes.parameters(manager, "autoencoder", Precision.FLOAT32);
    SdVaeConfig config = Keys.small().weights(file(arrays())).config();
    assertThat(decoded(Built.trained(config, own, Precision.FLOAT32, manager)))
        .isEqualTo(decoded(written));
    assertThat(own.trained().keySet()).isEqualTo(parameters.trained().keySet());
  }

  @Test
  void frozenWeightsAreNoParametersOfTheRun() throws IOException {
    Parameters own = Fakes.parameters(manager, "autoencoder", Precision.FLOAT32);
    new SdVae(
        Keys.small().scale(1.0).weights(file(arrays())).config(),
        AutoencoderUse.FROZEN,
        own,
        Pretrained.files(),
        Precision.FLOAT32,
        new Recompute(false),
        manager);
    assertThat(own.names()).isEmpty();
  }

  @Test
  void noSideIsReadBeforeItIsUsed() throws IOException {
    int before = manager.getManagedArrays().size();
    SdVae vae = frozen(file(arrays()), AutoencoderUse.FROZEN);
    assertThat(manager.getManagedArrays().size()).as("arrays before use").isEqualTo(before);
    decoded(vae);
    assertThat(manager.getManagedArrays().size())
        .as("arrays once it has decoded: the decoder's")
        .isEqualTo(before + Layers.weights(Keys.small().config().shape(), Side.DECODER).size());
  }

  @Test
  void aFileOfTheDecoderAloneDecodes() throws IOException {
    Map<String, NDArray> arrays = arrays();
    arrays.keySet().removeIf(name -> name.startsWith("encoder.") || name.startsWith("quant_conv."));
    SdVae vae = frozen(file(arrays), DECODES);
    assertThat(decoded(vae)).hasSize(3 * 8 * 8);
    assertThatThrownBy(
            () -> vae.moments(Fakes.uniform(manager, "x", new Shape(1, 3, 4, 4), DataType.FLOAT32)))
        .isInstanceOf(IrepaException.class)
        .hasMessageContaining("DECODER");
  }

  @Test
  void arraysBesideTheAutoencodersArePassedOver() throws IOException {
    Map<String, NDArray> arrays = new LinkedHashMap<>();
    arrays().forEach((name, array) -> arrays.put("first_stage_model." + name, array));
    arrays.put("model.diffusion_model.out.bias", manager.zeros(new Shape(3)));
    arrays.put("first_stage_model.loss.logvar", manager.zeros(new Shape(1)));
    assertThat(decoded(frozen(file(arrays), AutoencoderUse.FROZEN))).hasSize(3 * 8 * 8);
  }

  @Test
  void whatIsMissingLeftOverOrOfAnotherShapeIsListed() throws IOException {
    Map<String, NDArray> arrays = arrays();
    arrays.remove("decoder.mid.block_1.conv1.bias");
    arrays.put("decoder.up.7.block.0.conv1.bias", manager.zeros(new Shape(4)));
    arrays.put("quant_conv.bias", manager.zeros(new Shape(5)));
    Path file = file(arrays);
    assertThatThrownBy(() -> frozen(file, AutoencoderUse.FROZEN))
        .isInstanceOf(IrepaException.class)
        .hasMessageContaining("vae.safetensors does not fit")
        .hasMessageContaining("Missing in the file (1): decoder.mid.block_1.conv1.bias (8)")
        .hasMessageContaining("Left over in the file (1): decoder.up.7.block.0.conv1.bias")
        .hasMessageContaining("Of another shape (1): quant_conv.bias (5) instead of (6)");
  }

  @Test
  void noFileIsRefusedWhereNothingIsTrained() {
    SdVaeConfig config = Keys.small().scale(1.0).config();
    assertThatThrownBy(() -> Built.of(config, AutoencoderUse.FROZEN, manager))
        .isInstanceOf(IrepaException.class)
        .hasMessageContaining("weights");
  }

  @Test
  void unknownStatisticsAreRefusedWhereNothingIsTrained() throws IOException {
    SdVaeConfig config = Keys.small().weights(file(arrays())).config();
    assertThatThrownBy(() -> Built.of(config, AutoencoderUse.FROZEN, manager))
        .isInstanceOf(IrepaException.class)
        .hasMessageContaining("statistics")
        .hasMessageContaining("scale: 1");
  }

  private Path statistics(Map<String, NDArray> arrays) throws IOException {
    Path file = folder.resolve("statistics.safetensors");
    Safetensors.write(file, arrays, Map.of());
    return file;
  }

  @Test
  void statisticsOfMeanAndDeviationAreRead() throws IOException {
    Path file =
        statistics(
            Map.of(
                "mean", manager.create(new float[] {1, 2, 3}, new Shape(1, 3, 1, 1)),
                "std", manager.create(new float[] {2, 4, 8}, new Shape(1, 3, 1, 1))));
    assertThat(Statistics.read(file, 3, manager))
        .isEqualTo(new LatentScale(List.of(0.5, 0.25, 0.125), List.of(1.0, 2.0, 3.0)));
  }

  @Test
  void statisticsOfScaleAndBiasAreRead() throws IOException {
    Path file =
        statistics(
            Map.of(
                "latents_scale", manager.create(new float[] {0.5f, 1, 2}),
                "latents_bias", manager.create(new float[] {0})));
    assertThat(Statistics.read(file, 3, manager))
        .isEqualTo(new LatentScale(List.of(0.5, 1.0, 2.0), List.of(0.0)));
  }

  @Test
  void statisticsOfOtherChannelsAreRefused() throws IOException {
    Path file =
        statistics(
            Map.of(
                "latents_scale", manager.create(new float[] {1, 1}),
                "latents_bias", manager.create(new float[] {0})));
    assertThatThrownBy(() -> Statistics.read(file, 3, manager))
        .isInstanceOf(IrepaException.class)
        .hasMessageContaining("3 channels");
  }

  @Test
  void aFileWithoutStatisticsIsRefused() throws IOException {
    Path file = statistics(Map.of("weight", manager.create(new float[] {1})));
    assertThatThrownBy(() -> Statistics.read(file, 3, manager))
        .isInstanceOf(IrepaException.class)
        .hasMessageContaining("no statistics of latents")
        .hasMessageContaining("weight");
  }
}
