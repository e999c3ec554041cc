package io.irepa.config;

import io.irepa.spi.Default;
import io.irepa.spi.Doc;
import io.irepa.spi.OrOne;
import io.irepa.spi.Range;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The keys of one configuration record as a Markdown table. */
final class KeyTable {
  private KeyTable() {}

  /**
   * Writes the table.
   *
   * @param path of the record, from the root of its component
   * @param nested takes the mappings within the record, by path
   */
  static String write(Class<?> record, String path, Map<String, Class<?>> nested) {
    StringBuilder text =
        new StringBuilder("| key | value | default | meaning |\n| --- | --- | --- | --- |\n");
    for (RecordComponent component : record.getRecordComponents()) {
      String key = Names.kebab(component.getName());
      Type type = given(component);
      Class<?> item = Binder.raw(item(type));
      if (item.isRecord() && item != Chosen.class && !Node.class.isAssignableFrom(item)) {
        nested.put(Binder.join(path, key), item);
      }
      List<String> cells =
          List.of(
              "`" + key + "`",
              Records.annotation(component, OrOne.class) == null
                  ? value(type, Records.annotation(component, Range.class))
                  : value(item(type), Records.annotation(component, Range.class))
                      + ", or a list of them",
              fallback(component),
              meaning(Records.annotation(component, Doc.class)));
      text.append("| ").append(String.join(" | ", cells.stream().map(KeyTable::cell).toList()));
      text.append(" |\n");
    }
    return text.toString();
  }

  /** A component's type, or what it is optional of. */
  static Type given(RecordComponent component) {
    Type type = component.getGenericType();
    return Binder.raw(type) == Optional.class ? Binder.argument(type) : type;
  }

  /** A type, or what it is a list of. */
  static Type item(Type type) {
    return Binder.raw(type) == List.class ? Binder.argument(type) : type;
  }

  /** {@code AlignmentLoss} as {@code Alignment loss}. */
  static String title(Class<?> slot) {
    String words = words(slot);
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  /** What a link to the heading of an extension point names. */
  static String anchor(Class<?> slot) {
    return Names.kebab(slot.getSimpleName());
  }

  private static String words(Class<?> slot) {
    return anchor(slot).replace('-', ' ').toLowerCase(Locale.ROOT);
  }

  private static String fallback(RecordComponent component) {
    if (Records.needed(component)) {
      return "needed";
    }
    Default given = Records.annotation(component, Default.class);
    if (given == null) {
      return "`-`";
    }
    return given.value().equals("{}") ? "its keys' defaults" : "`" + given.value() + "`";
  }

  private static String meaning(Doc doc) {
    if (doc == null) {
      return "";
    }
    return doc.value() + (doc.example().isEmpty() ? "" : "; such as `" + doc.example() + "`");
  }

  private static String value(Type type, Range range) {
    return Binder.raw(type) == List.class
        ? "list of " + value(Binder.argument(type), range, "s")
        : value(type, range, "");
  }

  private static String value(Type type, Range range, String plural) {
    Class<?> raw = Binder.raw(type);
    if (raw == Chosen.class) {
      Class<?> slot = Binder.raw(Binder.argument(type));
      return "[%s](#%s)".formatted(words(slot) + plural, anchor(slot));
    }
    if (raw == Node.class) {
      return "text" + plural + " or mapping" + plural;
    }
    if (raw.isRecord()) {
      return "mapping" + plural;
    }
    if (raw.isEnum()) {
      return String.join(", ", Binder.constants(raw).stream().map(v -> "`" + v + "`").toList());
    }
    if (raw == boolean.class || raw == Boolean.class) {
      return "`true`, `false`";
    }
    String bounds = range == null ? "" : ", " + Binder.text(range);
    return simple(raw) + plural + bounds;
  }

  private static String simple(Class<?> raw) {
    if (raw == int.class || raw == long.class || raw == Integer.class || raw == Long.class) {
      return "whole number";
    }
    if (raw == Path.class) {
      return "path";
    }
    return raw == String.class ? "text" : "number";
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace("\n", " ");
  }
}
