package io.irepa.plugin.jit;

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
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class JitTest {
  private abstract static class Contract extends BackboneContract {
    private final JitConfig config;

    Contract(JitConfig config) {
      this.config = config;
    }

    @Override
    protected Backbone backbone(Parameters parameters, Precision precision, Recompute recompute) {
      return new Jit(config, parameters, precision, recompute);
    }
  }

  @Nested
  final class WithContextFromTheSecondBlock extends Contract {
    WithContextFromTheSecondBlock() {
      super(Configs.small().context(3, 1).config());
    }
  }

  @Nested
  final class WithContextFromTheStart extends Contract {
    WithContextFromTheStart() {
      super(Configs.small().context(2, 0).config());
    }
  }

  @Nested
  final class WithoutContext extends Contract {
    WithoutContext() {
      super(Configs.small().context(0, 0).config());
    }
  }

  @Nested
  final class WithAnInterval extends Contract {
    WithAnInterval() {
      super(Configs.small().context(3, 1).interval().config());
    }
  }

  /** 289 image tokens: above 64, attention is the fused operator in float32 and float64. */
  @Nested
  final class WithFusedAttention extends Contract {
    WithFusedAttention() {
      super(Configs.small().context(3, 0).dimensions(8, 1).input(34).config());
    }
  }

  private final NDManager manager = NDManager.newBaseManager(Device.cpu());
  private final Parameters parameters = Fakes.parameters(manager, "backbone", Precision.FLOAT32);
  private Scope scope;

  @BeforeEach
  void openScope() {
    scope = Scope.open();
  }

  @AfterEach
  void close() {
    scope.close();
    manager.close();
  }

  private Jit jit(JitConfig config) {
    return new Jit(config, parameters, Precision.FLOAT32, new Recompute(false));
  }

  private Backbone.Inputs inputs(long... labels) {
    NDArray x = Fakes.normal(manager, "x", new Shape(2, 3, 6, 6), DataType.FLOAT32);
    return new Backbone.Inputs(
        x, manager.ones(new Shape(2), DataType.FLOAT32), manager.create(labels));
  }

  @Test
  void startsAtZero() {
    Jit jit = jit(Configs.small().config());
    assertThat(jit.forward(inputs(1, 5), Set.of()).value().toFloatArray())
        .as("the last layer's values at first")
        .containsOnly(0f);
  }

  @Test
  void tokensBeforeTheContextEntersDoNotDependOnIt() {
    Jit jit = jit(Configs.small().context(3, 1).config());
    Fakes.perturb(parameters, 0.1);
    float[] before = hidden(jit, 1);
    float[] after = hidden(jit, 2);
    NDArray learned = parameters.get("in_context_posemb");
    parameters.load("in_context_posemb", learned.add(learned.onesLike()));
    assertThat(hidden(jit, 1)).as("tokens after the first block").isEqualTo(before);
    assertThat(hidden(jit, 2)).as("tokens after the second block").isNotEqualTo(after);
  }

  private float[] hidden(Jit jit, int depth) {
    return jit.forward(inputs(1, 5), Set.of(depth)).hidden().get(depth).values().toFloatArray();
  }

  @Test
  void asksForTheSecondTimeThatItEmbeds() {
    Jit jit = jit(Configs.small().interval().config());
    Backbone.Inputs inputs = inputs(0, 1);
    assertThatThrownBy(() -> jit.forward(inputs, Set.of()))
        .as("forward without r")
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("r is absent");
  }
}
