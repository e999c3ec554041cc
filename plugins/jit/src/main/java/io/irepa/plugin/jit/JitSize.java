package io.irepa.plugin.jit;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The dimensions that a size such as {@code B/16} stands for. JiT, arXiv 2511.13720, appendix A.
 */
record JitSize(int patch, int hidden, int depth, int heads, int bottleneck) {
  private static final Map<String, JitSize> NAMED = published();

  private static Map<String, JitSize> published() {
    Map<String, JitSize> sizes = new TreeMap<>();
    for (int patch : List.of(16, 32)) {
      sizes.put("B/" + patch, new JitSize(patch, 768, 12, 12, 128));
      sizes.put("L/" + patch, new JitSize(patch, 1024, 24, 16, 128));
      sizes.put("H/" + patch, new JitSize(patch, 1280, 32, 16, 256));
    }
    return sizes;
  }

  static Optional<JitSize> named(String name) {
    return Optional.ofNullable(NAMED.get(name));
  }

  static List<String> names() {
    return List.copyOf(NAMED.keySet());
  }
}
