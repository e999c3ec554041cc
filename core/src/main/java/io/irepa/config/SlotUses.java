package io.irepa.config;

import io.irepa.spi.Doc;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where in a run's file the components of each extension point stand. */
final class SlotUses {
  private final Catalog catalog;
  private final Map<Class<?>, String> uses = new LinkedHashMap<>();

  SlotUses(Catalog catalog) {
    this.catalog = catalog;
  }

  /**
   * By extension point, in the order of the file, YAML on one line with {@code %s} for the
   * component, such as {@code sample: {sampler: %s}}. A point that stands in several places has the
   * first.
   */
  Map<Class<?>, String> find() {
    keys(RunConfig.class, "%s");
    return uses;
  }

  private void keys(Class<?> record, String around) {
    for (RecordComponent component : record.getRecordComponents()) {
      Type type = KeyTable.given(component);
      Type item = KeyTable.item(type);
      String use = Names.kebab(component.getName()) + ": " + (item == type ? "%s" : "[%s]");
      Class<?> raw = Binder.raw(item);
      if (raw == Chosen.class) {
        slot(Binder.raw(Binder.argument(item)), around.formatted(use));
      } else if (raw.isRecord()) {
        keys(raw, around.formatted(use.formatted("{%s}")));
      }
    }
  }

  private void slot(Class<?> slot, String use) {
    if (uses.putIfAbsent(slot, use) != null) {
      return;
    }
    for (ComponentType type : catalog.types(slot)) {
      String inside = use.formatted("{type: " + type.type() + ", %s}");
      type.settings().ifPresent(settings -> keys(settings, inside));
    }
  }

  /** A component on one line: its type, and the keys that are needed or have an example. */
  static String example(ComponentType type) {
    List<String> keys = new ArrayList<>(List.of("type: " + type.type()));
    type.settings().ifPresent(settings -> examples(settings, keys));
    return "{" + String.join(", ", keys) + "}";
  }

  private static void examples(Class<?> settings, List<String> keys) {
    for (RecordComponent component : settings.getRecordComponents()) {
      Doc doc = Records.annotation(component, Doc.class);
      String example = doc == null ? "" : doc.example();
      if (!example.isEmpty() || Records.needed(component)) {
        keys.add(Names.kebab(component.getName()) + ": " + (example.isEmpty() ? "..." : example));
      }
    }
  }
}
