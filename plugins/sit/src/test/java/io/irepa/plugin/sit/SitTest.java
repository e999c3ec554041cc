package io.irepa.plugin.sit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.irepa.spi.Backbone;
import io.irepa.tensor.Parameters;
import io.irepa.tensor.Precision;
import io.irepa.tensor.Recompute;
import io.irepa.tensor.Scope;
import io.irepa.testkit.BackboneContract;
import io.irepa.testkit.Fakes;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class SitTest {
  private static SitConfig config(boolean qkNorm, boolean interval) {
    return config(16, 2, 6, qkNorm, interval);
  }

  private static SitConfig config(
      int hidden, int depth, int input, boolean qkNorm, boolean interval) {
    return new SitConfig(
        Optional.empty(),
        Optional.of(2),
        Optional.of(hidden),
        Optional.of(depth),
        Optional.of(2),
        2.0,
        qkNorm,
        3,
        input,
        5,
        interval);
  }

  @Nested
  final class Plain extends BackboneContract {
    @Override
    protected Backbone backbone(Parameters parameters, Precision precision, Recompute recompute) {
      return new Sit(config(false, false), parameters, precision, recompute);
    }
  }

  @Nested
  final class WithQkNorm extends BackboneContract {
    @Override
    protected Backbone backbone(Parameters parameters, Precision precision, Recompute recompute) {
      return new Sit(config(true, false), parameters, precision, recompute);
    }
  }

  @Nested
  final class WithAnInterval extends BackboneContract {
    @Override
    protected Backbone backbone(Parameters parameters, Precision precision, Recompute recompute) {
      return new Sit(config(false, true), parameters, precision, recompute);
    }
  }

  @Nested
  final class WithQkNormAndAnInterval extends BackboneContract {
    @Override
    protected Backbone backbone(Parameters parameters, Precision precision, Recompute recompute) {
      return new Sit(config(true, true), parameters, precision, recompute);
    }
  }

  /** 625 tokens: above 576, attention is the fused operator in every precision. */
  @Nested
  final class WithFusedAttention extends BackboneContract {
    @Override
    protected Backbone backbone(Parameters parameters, Precision precision, Recompute recompute) {
      return new Sit(config(8, 1, 50, true, false), parameters, precision, recompute);
    }
  }

  private static Backbone.Inputs inputs(NDManager manager) {
    NDArray x = Fakes.normal(manager, "x", new Shape(2, 3, 6, 6), DataType.FLOAT32);
    return new Backbone.Inputs(
        x, manager.ones(new Shape(2), DataType.FLOAT32), manager.create(new long[] {1, 5}));
  }

  @Test
  void startsAtZero() {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu());
        Scope scope = Scope.open()) {
      Parameters parameters = Fakes.parameters(manager, "backbone", Precision.FLOAT32);
      Sit sit = new Sit(config(false, false), parameters, Precision.FLOAT32, new Recompute(false));
      assertThat(sit.forward(inputs(manager), Set.of()).value().toFloatArray())
          .as("the last layer's values at first")
          .containsOnly(0f);
    }
  }

  @Test
  void asksForTheSecondTimeThatItEmbeds() {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu());
        Scope scope = Scope.open()) {
      Parameters parameters = Fakes.parameters(manager, "backbone", Precision.FLOAT32);
      Sit sit = new Sit(config(false, true), parameters, Precision.FLOAT32, new Recompute(false));
      Backbone.Inputs inputs = inputs(manager);
      assertThatThrownBy(() -> sit.forward(inputs, Set.of()))
          .as("forward without r")
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("r is absent");
    }
  }
}
