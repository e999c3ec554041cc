package io.irepa.config;

import io.irepa.spi.MayChange;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Who brings the components of a configuration that decide what is trained. */
public final class Origins {
  private Origins() {}

  /**
   * The plugins' ids, and {@code core} where it brings one too; without those of keys that may
   * change when a run goes on, such as trackers.
   */
  public static Set<String> of(RunConfig config) {
    Set<String> origins = new TreeSet<>();
    collect(config, origins);
    return origins;
  }

  private static void collect(Object value, Set<String> origins) {
    if (value instanceof Chosen<?> chosen) {
      origins.add(chosen.component().origin());
    } else if (value instanceof Optional<?> optional) {
      optional.ifPresent(present -> collect(present, origins));
    } else if (value instanceof List<?> list) {
      list.forEach(one -> collect(one, origins));
    } else if (value instanceof Record record) {
      for (RecordComponent component : record.getClass().getRecordComponents()) {
        if (!component.isAnnotationPresent(MayChange.class)) {
          collect(Records.get(record, component), origins);
        }
      }
    }
  }
}
