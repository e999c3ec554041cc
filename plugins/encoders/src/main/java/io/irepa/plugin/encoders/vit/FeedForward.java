package io.irepa.plugin.encoders.vit;

/** What follows attention in a block. */
enum FeedForward {
  /** Two linear layers with the family's activation between. */
  GELU,
  /** silu(gate) · up between two linear layers (arXiv 2002.05202). */
  SWIGLU
}
