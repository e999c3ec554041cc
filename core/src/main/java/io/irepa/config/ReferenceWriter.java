package io.irepa.config;

import io.irepa.spi.Default;
import io.irepa.spi.Doc;
import io.irepa.spi.Range;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The configuration reference of what is installed, in Markdown. */
public final class ReferenceWriter {
  private final Catalog catalog;

  /**
   * @param catalog of the extensions to describe
   */
  public ReferenceWriter(Catalog catalog) {
    this.catalog = catalog;
  }

  /** The reference, from the run's sections down to each extension's keys. */
  public String write() {
    Set<Class<?>> slots = new LinkedHashSet<>();
    StringBuilder text =
        new StringBuilder("# Configuration reference\n\nWritten by `irepa config reference`.\n");
    text.append("\n## The run\n\n");
    tables(text, RunConfig.class, slots);
    for (Class<?> slot : slots) {
      text.append("\n## ").append(title(slot)).append("\n");
      for (ComponentType type : catalog.types(slot)) {
        text.append("\n### ").append(title(slot)).append(" `").append(type.type()).append("`\n\n");
        if (!type.doc().isBlank()) {
          text.append(sentence(type.doc())).append(" ");
        }
        text.append("From ").append(type.origin()).append(".");
        if (type.settings().isEmpty()) {
          text.append(" It has no keys.\n");
        } else {
          text.append("\n\n");
          tables(text, type.settings().orElseThrow(), slots);
        }
      }
    }
    return text.toString();
  }

  /** A record's table, then one for each mapping within it. */
  private static void tables(StringBuilder text, Class<?> record, Set<Class<?>> slots) {
    Map<String, Class<?>> nested = new LinkedHashMap<>();
    text.append(table(record, "", nested, slots));
    while (!nested.isEmpty()) {
      String path = nested.keySet().iterator().next();
      Class<?> inner = nested.remove(path);
      text.append("\nKeys of `").append(path).append("`:\n\n");
      text.append(table(inner, path, nested, slots));
    }
  }

  private static String table(
      Class<?> record, String path, Map<String, Class<?>> nested, Set<Class<?>> slots) {
    StringBuilder text =
        new StringBuilder("| key | value | default | meaning |\n| --- | --- | --- | --- |\n");
    for (RecordComponent component : record.getRecordComponents()) {
      String key = Names.kebab(component.getName());
      Type type = component.getGenericType();
      boolean optional = Binder.raw(type) == Optional.class;
      Type given = optional ? Binder.argument(type) : type;
      Class<?> item = Binder.raw(given);
      if (item == List.class) {
        item = Binder.raw(Binder.argument(given));
      }
      if (item.isRecord() && item != Chosen.class) {
        nested.put(Binder.join(path, key), item);
      }
      collect(given, slots);
      Doc doc = component.getAnnotation(Doc.class);
      text.append("| `")
          .append(key)
          .append("` | ")
          .append(cell(value(given, component.getAnnotation(Range.class))))
          .append(" | ")
          .append(cell(fallback(component.getAnnotation(Default.class), optional)))
          .append(" | ")
          .append(doc == null ? "" : cell(doc.value()))
          .append(" |\n");
    }
    return text.toString();
  }

  private static void collect(Type type, Set<Class<?>> slots) {
    Class<?> raw = Binder.raw(type);
    if (raw == Chosen.class) {
      slots.add(Binder.raw(Binder.argument(type)));
    } else if (raw == List.class) {
      collect(Binder.argument(type), slots);
    }
  }

  private static String fallback(Default given, boolean optional) {
    if (given != null) {
      return "`" + given.value() + "`";
    }
    return optional ? "–" : "needed";
  }

  private static String value(Type type, Range range) {
    Class<?> raw = Binder.raw(type);
    if (raw == List.class) {
      return "list: " + value(Binder.argument(type), range);
    }
    if (raw == Chosen.class) {
      Class<?> slot = Binder.raw(Binder.argument(type));
      return title(slot).toLowerCase(Locale.ROOT) + " with its `type`";
    }
    if (raw.isRecord()) {
      return "mapping";
    }
    if (raw.isEnum()) {
      return String.join(", ", Binder.constants(raw));
    }
    String name = simple(raw);
    return range == null ? name : name + ", " + Binder.text(range);
  }

  private static String simple(Class<?> raw) {
    if (raw == int.class || raw == long.class || raw == Integer.class || raw == Long.class) {
      return "whole number";
    }
    if (raw == boolean.class || raw == Boolean.class) {
      return "true or false";
    }
    if (raw == Path.class) {
      return "path";
    }
    return raw == String.class ? "text" : "number";
  }

  /** {@code AlignmentLoss} as {@code Alignment loss}. */
  private static String title(Class<?> slot) {
    String words = Names.kebab(slot.getSimpleName()).replace('-', ' ');
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  private static String sentence(String doc) {
    String text = Character.toUpperCase(doc.charAt(0)) + doc.substring(1);
    return text.endsWith(".") ? text : text + ".";
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace("\n", " ");
  }
}
