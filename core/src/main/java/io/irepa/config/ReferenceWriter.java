package io.irepa.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The configuration reference of what is installed, in Markdown. */
public final class ReferenceWriter {
  private static final String INTRODUCTION =
      """
      # Configuration reference

      What a YAML file may say, taken from core and from the installed plugins. `./irepa config reference` prints this
      page for the plugins that you have.

      [The run](#the-run) lists the sections of the file. Where a value links to an extension point, such as
      [encoder](#encoder), it is a mapping with a `type` and the keys of that type, as in `{type: hog, grid: 8}`; where
      no other key is needed, the type may stand alone, as in `sampler: heun`. A key whose default is *needed* must be
      there. One whose default is `-` may be left out, and has no value then.

      """;

  private final Catalog catalog;

  /**
   * @param catalog of the extensions to describe
   */
  public ReferenceWriter(Catalog catalog) {
    this.catalog = catalog;
  }

  /** The reference, from the run's sections down to each extension's keys. */
  public String write() {
    Map<Class<?>, String> uses = new SlotUses(catalog).find();
    StringBuilder text =
        new StringBuilder(INTRODUCTION)
            .append("- [The run](#the-run)\n- [The study](#the-study)\n");
    uses.keySet().forEach(slot -> text.append(contents(slot)));
    text.append("\n## The run\n\n").append(run());
    text.append("\n## The study\n\nA file of its own, which [irepa study](study.md) takes.\n\n")
        .append(tables(StudyConfig.class, "\n### Keys of `%s` of a study\n\n"));
    uses.forEach((slot, use) -> text.append(slot(slot, catalog.types(slot), use)));
    return text.toString();
  }

  /**
   * What one plugin brings.
   *
   * @param id of the plugin, the origin of its types
   * @param version of it
   */
  public String plugin(String id, String version) {
    StringBuilder text = new StringBuilder("# %s %s\n".formatted(id, version));
    new SlotUses(catalog)
        .find()
        .forEach(
            (slot, use) -> {
              List<ComponentType> own =
                  catalog.types(slot).stream().filter(type -> type.origin().equals(id)).toList();
              if (!own.isEmpty()) {
                text.append(slot(slot, own, use));
              }
            });
    return text.toString();
  }

  private String contents(Class<?> slot) {
    List<String> types =
        catalog.types(slot).stream()
            .map(type -> "[`%1$s`](#%2$s-%1$s)".formatted(type.type(), KeyTable.anchor(slot)))
            .toList();
    return "- [%s](#%s): %s\n"
        .formatted(KeyTable.title(slot), KeyTable.anchor(slot), String.join(", ", types));
  }

  private static String run() {
    return tables(RunConfig.class, "\n### Keys of `%s`\n\n");
  }

  private String slot(Class<?> slot, List<ComponentType> types, String use) {
    StringBuilder text = new StringBuilder("\n## ").append(KeyTable.title(slot)).append('\n');
    for (ComponentType type : types) {
      text.append("\n### %s `%s`\n\n".formatted(KeyTable.title(slot), type.type()));
      text.append(sentence(type.doc())).append("From ").append(type.origin()).append(".\n\n");
      text.append("    ").append(use.formatted(SlotUses.example(type))).append('\n');
      type.settings()
          .ifPresent(keys -> text.append('\n').append(tables(keys, "\nKeys of `%s`:\n\n")));
    }
    return text.toString();
  }

  /** A record's table, then one for each mapping within it, under a heading with its path. */
  private static String tables(Class<?> record, String heading) {
    Map<String, Class<?>> nested = new LinkedHashMap<>();
    StringBuilder text = new StringBuilder(KeyTable.write(record, "", nested));
    while (!nested.isEmpty()) {
      String path = nested.keySet().iterator().next();
      Class<?> inner = nested.remove(path);
      text.append(heading.formatted(path)).append(KeyTable.write(inner, path, nested));
    }
    return text.toString();
  }

  /** With a capital and a full stop, and a blank after it; nothing for nothing. */
  private static String sentence(String doc) {
    if (doc.isBlank()) {
      return "";
    }
    String text = Character.toUpperCase(doc.charAt(0)) + doc.substring(1);
    return text.endsWith(".") ? text + " " : text + ". ";
  }
}
