package io.irepa.plugin.encoders.vit;

/** The ways in which published files name a vision transformer's weights. */
final class NameSchemes {
  private NameSchemes() {}

  /** timm, and the authors of DINO, DINOv2, MAE, MoCo v3 and I-JEPA. */
  static final NameScheme TIMM =
      NameScheme.of(
          "timm",
          """
          patch_embed.proj.*         patch.*
          cls_token                  class
          register_tokens            registers
          reg_token                  registers
          pos_embed                  positions
          norm_pre.*                 pre-norm.*
          blocks.#.norm1.*           blocks.#.norm1.*
          blocks.#.attn.qkv.*        blocks.#.qkv.*
          blocks.#.attn.proj.*       blocks.#.proj.*
          blocks.#.ls1.gamma         blocks.#.scale1
          blocks.#.norm2.*           blocks.#.norm2.*
          blocks.#.mlp.fc1.*         blocks.#.fc1.*
          blocks.#.mlp.fc2.*         blocks.#.fc2.*
          blocks.#.mlp.w12.*         blocks.#.fc1.*
          blocks.#.mlp.w3.*          blocks.#.fc2.*
          blocks.#.ls2.gamma         blocks.#.scale2
          norm.*                     norm.*
          mask_token                 -
          fc_norm...                 -
          head...                    -
          attn_pool...               -
          decoder...                 -
          """);

  /** ViT, DINOv2 and I-JEPA of transformers. */
  static final NameScheme TRANSFORMERS =
      NameScheme.of(
          "transformers",
          """
          embeddings.patch_embeddings.projection.*        patch.*
          embeddings.cls_token                            class
          embeddings.register_tokens                      registers
          embeddings.position_embeddings                  positions
          encoder.layer.#.layernorm_before.*              blocks.#.norm1.*
          encoder.layer.#.norm1.*                         blocks.#.norm1.*
          encoder.layer.#.attention.attention.query.*     blocks.#.qkv.*      0/3
          encoder.layer.#.attention.attention.key.*       blocks.#.qkv.*      1/3
          encoder.layer.#.attention.attention.value.*     blocks.#.qkv.*      2/3
          encoder.layer.#.attention.output.dense.*        blocks.#.proj.*
          encoder.layer.#.layer_scale1.lambda1            blocks.#.scale1
          encoder.layer.#.layernorm_after.*               blocks.#.norm2.*
          encoder.layer.#.norm2.*                         blocks.#.norm2.*
          encoder.layer.#.intermediate.dense.*            blocks.#.fc1.*
          encoder.layer.#.output.dense.*                  blocks.#.fc2.*
          encoder.layer.#.mlp.fc1.*                       blocks.#.fc1.*
          encoder.layer.#.mlp.fc2.*                       blocks.#.fc2.*
          encoder.layer.#.mlp.weights_in.*                blocks.#.fc1.*
          encoder.layer.#.mlp.weights_out.*               blocks.#.fc2.*
          encoder.layer.#.layer_scale2.lambda1            blocks.#.scale2
          layernorm.*                                     norm.*
          embeddings.mask_token                           -
          pooler...                                       -
          classifier...                                   -
          """);

  /** CLIP's and SigLIP's image tower in transformers; the text tower lies outside of the prefix. */
  static final NameScheme TRANSFORMERS_CLIP =
      NameScheme.of(
              "transformers",
              """
              embeddings.patch_embedding.*                patch.*
              embeddings.class_embedding                  class
              embeddings.position_embedding.weight        positions
              pre_layrnorm.*                              pre-norm.*
              encoder.layers.#.layer_norm1.*              blocks.#.norm1.*
              encoder.layers.#.self_attn.q_proj.*         blocks.#.qkv.*      0/3
              encoder.layers.#.self_attn.k_proj.*         blocks.#.qkv.*      1/3
              encoder.layers.#.self_attn.v_proj.*         blocks.#.qkv.*      2/3
              encoder.layers.#.self_attn.out_proj.*       blocks.#.proj.*
              encoder.layers.#.layer_norm2.*              blocks.#.norm2.*
              encoder.layers.#.mlp.fc1.*                  blocks.#.fc1.*
              encoder.layers.#.mlp.fc2.*                  blocks.#.fc2.*
              post_layernorm.*                            norm.*
              embeddings.position_ids                     -
              head...                                     -
              """)
          .within("vision_model.");

  /**
   * CLIP's own files and those of the Perception Encoder; a text tower lies outside of the prefix.
   */
  static final NameScheme CLIP =
      NameScheme.of(
              "authors",
              """
              conv1.*                                     patch.*
              class_embedding                             class
              positional_embedding                        positions
              ln_pre.*                                    pre-norm.*
              transformer.resblocks.#.ln_1.*              blocks.#.norm1.*
              transformer.resblocks.#.attn.in_proj_weight blocks.#.qkv.weight
              transformer.resblocks.#.attn.in_proj_bias   blocks.#.qkv.bias
              transformer.resblocks.#.attn.out_proj.*     blocks.#.proj.*
              transformer.resblocks.#.ls_1.gamma          blocks.#.scale1
              transformer.resblocks.#.ln_2.*              blocks.#.norm2.*
              transformer.resblocks.#.mlp.c_fc.*          blocks.#.fc1.*
              transformer.resblocks.#.mlp.c_proj.*        blocks.#.fc2.*
              transformer.resblocks.#.ls_2.gamma          blocks.#.scale2
              ln_post.*                                   norm.*
              proj                                        -
              attn_pool...                                -
              """)
          .within("visual.", "module.", "module.visual.", "state_dict.", "state_dict.visual.")
          .within("weights.", "weights.visual.");

  /** DINOv3 in transformers. */
  static final NameScheme TRANSFORMERS_DINOV3 =
      NameScheme.of(
              "transformers",
              """
              embeddings.patch_embeddings.*       patch.*
              embeddings.cls_token                class
              embeddings.register_tokens          registers
              layer.#.norm1.*                     blocks.#.norm1.*
              layer.#.attention.q_proj.*          blocks.#.qkv.*      0/3
              layer.#.attention.k_proj.*          blocks.#.qkv.*      1/3
              layer.#.attention.v_proj.*          blocks.#.qkv.*      2/3
              layer.#.attention.o_proj.*          blocks.#.proj.*
              layer.#.layer_scale1.lambda1        blocks.#.scale1
              layer.#.norm2.*                     blocks.#.norm2.*
              layer.#.mlp.up_proj.*               blocks.#.fc1.*
              layer.#.mlp.down_proj.*             blocks.#.fc2.*
              layer.#.layer_scale2.lambda1        blocks.#.scale2
              norm.*                              norm.*
              embeddings.mask_token               -
              rope_embeddings...                  -
              """)
          .within("model.", "dinov3_vit.");

  /** Where each block has a gate beside it. */
  static final NameScheme TRANSFORMERS_DINOV3_GATED =
      TRANSFORMERS_DINOV3.and(
          """
          layer.#.mlp.gate_proj.*    blocks.#.fc1.*      0/2
          layer.#.mlp.up_proj.*      blocks.#.fc1.*      1/2
          """);

  /** DINOv3's own files: gate and up are arrays of their own, and half of the file is masks. */
  static final NameScheme DINOV3 =
      TIMM.and(
          """
          storage_tokens             registers
          blocks.#.mlp.w1.*          blocks.#.fc1.*      0/2
          blocks.#.mlp.w2.*          blocks.#.fc1.*      1/2
          blocks.#.attn.qkv.bias_mask -
          rope_embed...              -
          cls_norm...                -
          local_cls_norm...          -
          """);
}
