package io.irepa.plugin.jit;

import io.irepa.spi.PublishedLayout;
import java.util.Comparator;
import java.util.List;

/**
 * Checkpoints of the published code of JiT (arXiv 2511.13720) and of iREPA (2512.10794): a denoiser
 * whose module {@code net} begins with the position embeddings, as a run has them, and has the
 * projectors between the blocks and the last layer, each within a module {@code projection_layer}.
 */
final class JitLayout implements PublishedLayout {
  private static final String NET = "net.";
  private static final List<String> PARTS =
      List.of("backbone.pos_embed", "backbone.", "projector.", "backbone.final_layer.");

  @Override
  public List<String> ordered(List<String> names) {
    return names.stream().sorted(Comparator.comparingInt(JitLayout::part)).toList();
  }

  private static int part(String name) {
    int part = 0;
    for (int i = 0; i < PARTS.size(); i++) {
      part = name.startsWith(PARTS.get(i)) ? i : part;
    }
    return name.startsWith(PARTS.get(0)) ? 0 : part;
  }

  @Override
  public List<String> averages() {
    return List.of("model_ema1", "model_ema2");
  }

  @Override
  public String published(String name) {
    return NET
        + PublishedLayout.super
            .published(name)
            .replaceFirst("^projectors\\.(\\d+)\\.", "projectors.$1.projection_layer.");
  }

  @Override
  public List<String> ours(List<String> published) {
    return PublishedLayout.super.ours(
        published.stream()
            .map(name -> name.startsWith(NET) ? name.substring(NET.length()) : name)
            .map(name -> name.replaceFirst("^(projectors\\.\\d+)\\.projection_layer\\.", "$1."))
            .toList());
  }
}
