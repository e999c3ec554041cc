package io.irepa.plugin.jit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class JitLayoutTest {
  private static final JitLayout LAYOUT = new JitLayout();

  @Test
  void arraysAreInThePublishedModulesOrder() {
    // As a run has them: projectors and buffers last.
    List<String> ours =
        List.of(
            "backbone.in_context_posemb",
            "backbone.t_embedder.mlp.0.weight",
            "backbone.blocks.0.norm1.weight",
            "backbone.blocks.0.attn.q_norm.weight",
            "backbone.blocks.10.norm1.weight",
            "backbone.final_layer.norm_final.weight",
            "backbone.final_layer.linear.weight",
            "projector.0.weight",
            "backbone.pos_embed");
    assertThat(LAYOUT.ordered(ours))
        .as("order")
        .containsExactly(
            "backbone.pos_embed",
            "backbone.in_context_posemb",
            "backbone.t_embedder.mlp.0.weight",
            "backbone.blocks.0.norm1.weight",
            "backbone.blocks.0.attn.q_norm.weight",
            "backbone.blocks.10.norm1.weight",
            "projector.0.weight",
            "backbone.final_layer.norm_final.weight",
            "backbone.final_layer.linear.weight");
  }

  @Test
  void namesAreThoseOfThePublishedDenoiser() {
    assertThat(LAYOUT.published("backbone.blocks.1.mlp.w12.weight"))
        .isEqualTo("net.blocks.1.mlp.w12.weight");
    assertThat(LAYOUT.published("projector.0.2.bias"))
        .isEqualTo("net.projectors.0.projection_layer.2.bias");
    assertThat(LAYOUT.published("projector.1.weight"))
        .isEqualTo("net.projectors.1.projection_layer.weight");
  }

  @Test
  void theFirstAverageIsTheOneThatIsSampled() {
    assertThat(LAYOUT.averages()).containsExactly("model_ema1", "model_ema2");
  }

  @Test
  void namesAreReadWithAndWithoutTheDenoiser() {
    assertThat(
            LAYOUT.ours(
                List.of(
                    "net.pos_embed",
                    "pos_embed",
                    "net.projectors.0.projection_layer.weight",
                    "projectors.1.projection_layer.4.bias")))
        .containsExactly(
            "backbone.pos_embed", "backbone.pos_embed", "projector.0.weight", "projector.1.4.bias");
  }
}
