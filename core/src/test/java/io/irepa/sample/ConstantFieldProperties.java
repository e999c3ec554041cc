package io.irepa.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.irepa.spi.Field;
import io.irepa.spi.Guidance;
import io.irepa.spi.Interpolant;
import io.irepa.spi.Sampler;
import io.irepa.tensor.Autograd;
import io.irepa.tensor.Scope;
import io.irepa.tensor.SeededDraws;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;

/** Where the velocity is the same everywhere, a sample is the noise less the velocity. */
final class ConstantFieldProperties {
  private record ConstantField(float value) implements Field {
    @Override
    public NDArray velocity(NDArray x, NDArray t, NDArray y) {
      return x.zerosLike().add(value);
    }

    @Override
    public Interpolant interpolant() {
      return Interpolant.LINEAR;
    }

    @Override
    public long nullLabel() {
      return 1;
    }
  }

  @Property(tries = 50)
  void eulerIsExact(
      @ForAll @IntRange(min = 1, max = 60) int steps,
      @ForAll @FloatRange(min = -5, max = 5) float velocity,
      @ForAll @FloatRange(min = 0, max = 5) float scale) {
    assertExact(new EulerSampler(), steps, velocity, scale);
  }

  @Property(tries = 50)
  void heunIsExact(
      @ForAll @IntRange(min = 1, max = 60) int steps,
      @ForAll @FloatRange(min = -5, max = 5) float velocity,
      @ForAll @FloatRange(min = 0, max = 5) float scale) {
    assertExact(new HeunSampler(), steps, velocity, scale);
  }

  private static void assertExact(Sampler sampler, int steps, float velocity, float scale) {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
        Scope scope = Scope.open();
        Autograd.Recording off = Autograd.off()) {
      SeededDraws draws = new SeededDraws(manager, steps, 0);
      NDArray noise = draws.normal("noise", new Shape(2, 1, 1, 2));
      float[] samples =
          sampler
              .sample(
                  new ConstantField(velocity),
                  noise,
                  manager.create(new long[] {0, 0}),
                  new Sampler.Plan(steps, new Guidance(scale, 0.2, 0.8)),
                  draws)
              .toFloatArray();
      float[] before = noise.toFloatArray();
      for (int i = 0; i < samples.length; i++) {
        assertThat(samples[i])
            .as("number %d after %d steps", i, steps)
            .isCloseTo(before[i] - velocity, within(1e-6f * (1 + Math.abs(velocity))));
      }
    }
  }
}
