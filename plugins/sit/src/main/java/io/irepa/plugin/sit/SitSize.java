package io.irepa.plugin.sit;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The dimensions that a size such as {@code B/2} stands for. SiT, arXiv 2401.08740, table 1. */
record SitSize(int patch, int hidden, int depth, int heads) {
  private static final Map<String, SitSize> NAMED = published();

  private static Map<String, SitSize> published() {
    Map<String, SitSize> sizes = new TreeMap<>();
    for (int patch : List.of(2, 4, 8)) {
      sizes.put("S/" + patch, new SitSize(patch, 384, 12, 6));
      sizes.put("B/" + patch, new SitSize(patch, 768, 12, 12));
      sizes.put("L/" + patch, new SitSize(patch, 1024, 24, 16));
      sizes.put("XL/" + patch, new SitSize(patch, 1152, 28, 16));
    }
    return sizes;
  }

  static Optional<SitSize> named(String name) {
    return Optional.ofNullable(NAMED.get(name));
  }

  static List<String> names() {
    return List.copyOf(NAMED.keySet());
  }
}
