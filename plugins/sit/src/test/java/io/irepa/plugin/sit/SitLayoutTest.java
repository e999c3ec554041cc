package io.irepa.plugin.sit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SitLayoutTest {
  private static SitLayout layout() {
    return new SitLayout(new SitSize(2, 8, 12, 2), 3);
  }

  @Test
  void arraysAreInThePublishedModulesOrder() {
    List<String> published =
        List.of(
            "backbone.pos_embed",
            "backbone.x_embedder.proj.weight",
            "backbone.x_embedder.proj.bias",
            "backbone.t_embedder.mlp.0.weight",
            "backbone.y_embedder.embedding_table.weight",
            "backbone.blocks.2.attn.qkv.weight",
            "backbone.blocks.2.attn.q_norm.weight",
            "backbone.blocks.2.attn.k_norm.weight",
            "backbone.blocks.2.attn.proj.weight",
            "backbone.blocks.2.mlp.fc1.weight",
            "backbone.blocks.2.mlp.fc2.weight",
            "backbone.blocks.2.adaLN_modulation.1.weight",
            "backbone.blocks.10.attn.qkv.weight",
            "projector.0.0.weight",
            "projector.0.2.weight",
            "projector.1.weight",
            "backbone.final_layer.linear.weight",
            "backbone.final_layer.linear.bias",
            "backbone.final_layer.adaLN_modulation.1.weight");
    // As a run has them: q_norm and k_norm after the block's others, projectors and buffers last.
    List<String> ours =
        List.of(
            "backbone.x_embedder.proj.weight",
            "backbone.x_embedder.proj.bias",
            "backbone.t_embedder.mlp.0.weight",
            "backbone.y_embedder.embedding_table.weight",
            "backbone.blocks.2.attn.qkv.weight",
            "backbone.blocks.2.attn.proj.weight",
            "backbone.blocks.2.mlp.fc1.weight",
            "backbone.blocks.2.mlp.fc2.weight",
            "backbone.blocks.2.adaLN_modulation.1.weight",
            "backbone.blocks.2.attn.q_norm.weight",
            "backbone.blocks.2.attn.k_norm.weight",
            "backbone.blocks.10.attn.qkv.weight",
            "backbone.final_layer.linear.weight",
            "backbone.final_layer.linear.bias",
            "backbone.final_layer.adaLN_modulation.1.weight",
            "projector.0.0.weight",
            "projector.0.2.weight",
            "projector.1.weight",
            "backbone.pos_embed");
    assertThat(layout().ordered(ours)).as("order").containsExactlyElementsOf(published);
  }

  @Test
  void namesOfEveryReleaseAreKnown() {
    assertThat(
            layout()
                .ours(
                    List.of(
                        "blocks.0.attn.qkv.weight",
                        "blocks.1.attn.qkv.weight",
                        "decoder_blocks.0.attn.qkv.weight",
                        "projectors.0.2.weight",
                        "projectors.1.projection_layer.4.bias",
                        "projectors.2.projection_layer.weight")))
        .as("names in a run")
        .containsExactly(
            "backbone.blocks.0.attn.qkv.weight",
            "backbone.blocks.1.attn.qkv.weight",
            "backbone.blocks.2.attn.qkv.weight",
            "projector.0.2.weight",
            "projector.1.4.bias",
            "projector.2.weight");
  }

  @Test
  void whatIsPublishedIsReadBack() {
    List<String> names =
        List.of(
            "backbone.pos_embed", "projector.0.2.bias", "projector.1.weight", "projector.1.bias");
    assertThat(layout().ours(names.stream().map(layout()::published).toList()))
        .as("names read back")
        .containsExactlyElementsOf(names);
  }

  @Test
  void variancesAreLeftOut() {
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      // Two by two places of a patch, each with three channels and three variances.
      NDArray bias = manager.arange(24f);
      NDArray fitted =
          layout().fit("backbone.final_layer.linear.bias", bias, new Shape(12)).orElseThrow();
      assertThat(fitted.toFloatArray())
          .as("rows")
          .containsExactly(0, 1, 2, 6, 7, 8, 12, 13, 14, 18, 19, 20);
      assertThat(layout().fit("backbone.final_layer.linear.bias", bias, new Shape(8)))
          .as("another shape")
          .isEmpty();
    }
  }
}
