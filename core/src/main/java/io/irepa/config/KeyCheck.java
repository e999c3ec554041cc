package io.irepa.config;

import io.irepa.spi.Doc;
import io.irepa.spi.Range;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;

/** Whether a component's record describes its keys so that a user can write them. */
public final class KeyCheck {
  private final Catalog catalog;
  private final List<Finding> findings = new ArrayList<>();
  private final Set<Class<?>> seen = new LinkedHashSet<>();

  /**
   * What is amiss.
   *
   * @param wrong or else merely worth a thought
   * @param key in question, from the record on
   * @param message what is amiss, and what to do
   */
  public record Finding(boolean wrong, String key, String message) {}

  /**
   * @param catalog in which a key may name further components
   */
  public KeyCheck(Catalog catalog) {
    this.catalog = catalog;
  }

  /** Looks a component's keys through. */
  public List<Finding> look(ComponentType type) {
    type.settings()
        .ifPresent(
            record -> {
              describe(record, "");
              bind(record);
            });
    return List.copyOf(findings);
  }

  private void describe(Class<?> record, String path) {
    if (!seen.add(record)) {
      return;
    }
    for (RecordComponent component : record.getRecordComponents()) {
      String key = Binder.join(path, Names.kebab(component.getName()));
      Doc doc = Records.annotation(component, Doc.class);
      if (doc == null || doc.value().isBlank()) {
        add(true, key, "It has no @Doc. Say what it means, with its unit.");
      }
      if (Records.needed(component) && (doc == null || doc.example().isEmpty())) {
        add(
            false,
            key,
            "It has no default and no example. Give @Doc(value = …, example = …), which the reference shows.");
      }
      range(component, key);
      Class<?> item = Binder.raw(KeyTable.item(KeyTable.given(component)));
      if (item.isRecord() && item != Chosen.class) {
        describe(item, key);
      }
    }
  }

  private void range(RecordComponent component, String key) {
    Range range = Records.annotation(component, Range.class);
    if (range == null) {
      return;
    }
    if (range.min() > range.max()) {
      add(
          true,
          key,
          "Its @Range is empty: from %s to %s. No value fits.".formatted(range.min(), range.max()));
    }
    Class<?> item = Binder.raw(KeyTable.item(KeyTable.given(component)));
    boolean number =
        Number.class.isAssignableFrom(item) || (item.isPrimitive() && item != boolean.class);
    if (!number) {
      add(true, key, "It has a @Range and is no number. Remove one of the two.");
    }
  }

  /** Defaults and examples are read as a user's values are. */
  private void bind(Class<? extends Record> record) {
    StringJoiner yaml = new StringJoiner(", ", "{", "}");
    Set<String> unknown = new LinkedHashSet<>();
    for (RecordComponent component : record.getRecordComponents()) {
      String key = Names.kebab(component.getName());
      Doc doc = Records.annotation(component, Doc.class);
      if (doc != null && !doc.example().isEmpty()) {
        yaml.add(key + ": " + doc.example());
      } else if (Records.needed(component)) {
        unknown.add(key);
      }
    }
    List<Problem> problems = new ArrayList<>();
    try {
      new Binder(catalog, problems).record(record, YamlReader.text("example", yaml + ""), "");
    } catch (ConfigException e) {
      add(true, "", "Its examples are no YAML: " + e.getMessage());
    }
    problems.stream()
        .filter(problem -> !unknown.contains(problem.path()))
        .forEach(
            problem ->
                add(
                    true,
                    problem.path(),
                    "Its default or example cannot be used: " + problem.message()));
  }

  private void add(boolean wrong, String key, String message) {
    findings.add(new Finding(wrong, key, message));
  }
}
