package io.irepa.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.irepa.compose.Plugins;
import io.irepa.config.RunConfig;
import io.irepa.config.RunConfigReader;
import io.irepa.spi.Backbone;
import io.irepa.tensor.Autograd;
import io.irepa.tensor.ForwardMode;
import io.irepa.tensor.Scope;
import io.irepa.testkit.Fakes;
import io.irepa.train.RunModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A backbone of somebody else's, in a jar of its own, under MeanFlow: it has no tangent code. */
final class ThirdPartyBackboneTest {
  /** Array operators, and a kernel that calls the library's functions and libtorch's. */
  private static final String NET =
      """
      package acme;

      import ai.djl.ndarray.NDArray;
      import ai.djl.ndarray.NDArrays;
      import ai.djl.ndarray.NDList;
      import ai.djl.ndarray.types.Shape;
      import com.google.inject.Inject;
      import io.irepa.spi.*;
      import io.irepa.tensor.Initializer;
      import io.irepa.tensor.Kernel;
      import io.irepa.tensor.Parameters;
      import java.util.HashMap;
      import java.util.Map;
      import java.util.Set;
      import org.pf4j.Extension;

      @Extension
      @Component("acme-net")
      public final class Net implements Backbone {
        private static final int WIDTH = 8;
        private static final int SIDE = 4;

        public record Config(@Doc("side of x") @Default("16") int input) implements Backbone.Shaped {
          @Override
          public BackboneShape shape() {
            return new BackboneShape(3, input, new Grid(SIDE, SIDE), WIDTH, 1, 8, true);
          }
        }

        private final Config config;
        private final Parameters parameters;
        private final Kernel mix = Kernel.text("mix", "def forward(x: Tensor, c: Tensor, w: Tensor) -> Tensor:\\n"
            + "    h = modulated_norm(x, c, torch.sin(c), 1.0e-06)\\n"
            + "    q = torch.unsqueeze(torch.linear(h, w), 1)\\n"
            + "    h = torch.squeeze(attention(q, q * 2., torch.tanh(q)), 1)\\n"
            + "    return x + torch.mul(torch.silu(h), torch.softmax(x, -1))\\n", Map.of());

        @Inject
        public Net(Config config, Parameters parameters) {
          this.config = config;
          this.parameters = parameters;
          int numbers = 3 * (config.input() / SIDE) * (config.input() / SIDE);
          parameters.parameter("in", new Shape(numbers, WIDTH), Initializer.normal(0.1));
          parameters.parameter("out", new Shape(WIDTH, numbers), Initializer.normal(0.1));
          parameters.parameter("mix", new Shape(WIDTH, WIDTH), Initializer.normal(0.3));
          parameters.parameter("label", new Shape(9, WIDTH), Initializer.normal(0.3));
          parameters.parameter("times", new Shape(2, WIDTH), Initializer.normal(0.3));
        }

        @Override
        public BackboneShape shape() {
          return config.shape();
        }

        @Override
        public Prediction forward(Inputs inputs, Set<Integer> taps) {
          long b = inputs.x().getShape().get(0);
          long patch = config.input() / SIDE;
          NDArray x = inputs.x().reshape(b, 3, SIDE, patch, SIDE, patch)
              .transpose(0, 2, 4, 1, 3, 5).reshape(b, SIDE * SIDE, 3 * patch * patch);
          NDArray times = NDArrays.stack(new NDList(inputs.t(), inputs.r().orElseThrow()), 1);
          NDArray c = times.matMul(parameters.get("times")).add(parameters.get("label").get(inputs.y()));
          NDArray h = mix.call(x.matMul(parameters.get("in")), c, parameters.get("mix"));
          Map<Integer, Tokens> hidden = new HashMap<>();
          if (taps.contains(1)) {
            hidden.put(1, new Tokens(h, shape().grid()));
          }
          NDArray value = h.matMul(parameters.get("out")).reshape(b, SIDE, SIDE, 3, patch, patch)
              .transpose(0, 3, 1, 4, 2, 5).reshape(inputs.x().getShape());
          return new Prediction(value, hidden);
        }
      }
      """;

  @TempDir private static Path shared;
  private static Path plugins;

  @TempDir private Path folder;

  @BeforeAll
  static void make() throws IOException {
    plugins = Files.createDirectories(shared.resolve("plugins"));
    new PluginMaker(plugins).jar(NET);
  }

  /** In this order: the last one may change a part of one before. */
  private static Map<String, String> settings(String objective) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("backbone", "{type: acme-net}");
    settings.put("objective", "{type: %s, unequal: 1}".formatted(objective));
    settings.put("sample.sampler", "{type: meanflow}");
    settings.put("sample.steps", "1");
    return settings;
  }

  @ParameterizedTest
  @ValueSource(strings = {"meanflow", "improved-meanflow"})
  void trainsAndIsDrawnFromInOneStep(String objective) throws IOException {
    Toy toy = new Toy(folder);
    Cli cli = toy.train(settings(objective), "--plugins", plugins.toString());
    assertThat(cli.exitCode()).as(cli.err()).isZero();
    List<String> lines = Files.readAllLines(toy.run().resolve("metrics.jsonl"));
    assertThat(lines).as("records").hasSize(4);
    JsonNode last = new ObjectMapper().readTree(lines.get(3));
    assertThat(last.path("loss.squared-error").asDouble())
        .as("squared error in %s", last)
        .isPositive()
        .isFinite();
    Cli drawn = toy.sample("--plugins", plugins.toString(), "--out", folder + "/out");
    assertThat(drawn.exitCode()).as(drawn.err()).isZero();
    assertThat(folder.resolve("out/grid.png")).as("the picture").isNotEmptyFile();
  }

  /** Along (v, 0, 1) in (z, r, t), in float64, against central differences. */
  @Test
  void itsDerivativeIsThatOfFiniteDifferences() {
    Map<String, String> settings = settings("meanflow");
    settings.put("precision", "float64");
    List<String> overrides =
        settings.entrySet().stream().map(entry -> entry.getKey() + "=" + entry.getValue()).toList();
    List<Path> folders = List.of(Path.of(System.getProperty("irepa.home"), "plugins"), plugins);
    try (Plugins installed = Plugins.load(folders)) {
      RunConfig config = new RunConfigReader(installed).read(new Toy(folder).config(), overrides);
      try (RunModel model = new RunModel(config);
          Scope scope = Scope.open();
          Autograd.Recording off = Autograd.off()) {
        assertDerivative(model.backbone(), model.manager());
      }
    }
  }

  private static void assertDerivative(Backbone backbone, NDManager manager) {
    Shape shape = new Shape(2, 3, 16, 16);
    NDArray z = Fakes.normal(manager, "z", shape, DataType.FLOAT64);
    NDArray v = Fakes.normal(manager, "v", shape, DataType.FLOAT64);
    NDArray r = manager.create(new double[] {0.1, 0.4});
    NDArray t = manager.create(new double[] {0.7, 0.5});
    NDArray y = manager.create(new long[] {3, 8});
    NDArray tangent =
        ForwardMode.along(
                at -> value(backbone, at.get(0), at.get(1), at.get(2), y),
                new NDList(z, r, t),
                new NDList(v, r.zerosLike(), t.onesLike()))
            .tangent();
    double h = 1e-5;
    NDArray ahead = value(backbone, z.add(v.mul(h)), r, t.add(h), y);
    NDArray behind = value(backbone, z.sub(v.mul(h)), r, t.sub(h), y);
    NDArray difference = ahead.sub(behind).div(2 * h);
    double largest = tangent.sub(difference).abs().max().getDouble();
    assertThat(largest)
        .as("largest distance from central differences, which reach %s", difference.abs().max())
        .isCloseTo(0, within(1e-7));
    assertThat(difference.abs().max().getDouble()).as("the derivative").isGreaterThan(1e-2);
  }

  private static NDArray value(Backbone backbone, NDArray z, NDArray r, NDArray t, NDArray y) {
    return backbone.forward(new Backbone.Inputs(z, t, Optional.of(r), y), Set.of()).value();
  }
}
