package io.irepa.plugin.encoders.vit;

/** The activation of a feed-forward without a gate. */
enum Activation {
  /** x Φ(x). */
  GELU,
  /** GELU by its tanh approximation. */
  GELU_TANH,
  /** x σ(1.702 x), as CLIP has it. */
  QUICK_GELU
}
