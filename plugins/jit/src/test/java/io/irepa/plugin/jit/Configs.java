package io.irepa.plugin.jit;

import java.util.Optional;

/** Configurations that say only what a test is about. */
final class Configs {
  private int hidden = 16;
  private int depth = 2;
  private int context = 3;
  private int contextStart = 1;
  private int input = 6;
  private int patch = 2;
  private int heads = 2;
  private boolean interval;

  private Configs() {}

  /** Two blocks of 16 numbers over three by three patches, in-context tokens before the second. */
  static Configs small() {
    return new Configs();
  }

  Configs context(int tokens, int start) {
    context = tokens;
    contextStart = start;
    return this;
  }

  Configs dimensions(int hidden, int depth) {
    this.hidden = hidden;
    this.depth = depth;
    return this;
  }

  Configs heads(int heads) {
    this.heads = heads;
    return this;
  }

  Configs patch(int patch) {
    this.patch = patch;
    return this;
  }

  Configs input(int input) {
    this.input = input;
    return this;
  }

  Configs interval() {
    interval = true;
    return this;
  }

  JitConfig config() {
    return new JitConfig(
        Optional.empty(),
        Optional.of(patch),
        Optional.of(hidden),
        Optional.of(depth),
        Optional.of(heads),
        3.0,
        Optional.of(5),
        context,
        Optional.of(contextStart),
        3,
        input,
        5,
        interval);
  }

  /** A published size, and nothing beside it but x's shape. */
  static JitConfig named(String size, int channels, int input) {
    return new JitConfig(
        Optional.of(size),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        4.0,
        Optional.empty(),
        32,
        Optional.empty(),
        channels,
        input,
        1000,
        false);
  }
}
