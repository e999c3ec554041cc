package io.irepa.exchange;

import io.irepa.torchfile.TorchNone;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The settings in a published checkpoint. */
final class Args {
  private Args() {}

  /** Texts, numbers and truth values, and lists of these; the rest is left out. */
  static Map<String, Object> plain(Map<?, ?> args) {
    Map<String, Object> plain = new LinkedHashMap<>();
    args.forEach(
        (key, value) -> {
          if (isPlain(value)
              || (value instanceof List<?> list && list.stream().allMatch(Args::isPlain))) {
            plain.put(String.valueOf(key), value);
          } else if (value == TorchNone.NONE) {
            plain.put(String.valueOf(key), null);
          }
        });
    return plain;
  }

  private static boolean isPlain(Object value) {
    return value instanceof String || value instanceof Number || value instanceof Boolean;
  }
}
