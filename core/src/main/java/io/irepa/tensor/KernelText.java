package io.irepa.tensor;

import io.irepa.IrepaException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A kernel's text: plain functions, of which {@code forward} is the entry, made into the module
 * that libtorch compiles. Constants are written {@code ${name}} and replaced by their values.
 */
final class KernelText {
  private static final Pattern CONSTANT = Pattern.compile("\\$\\{([A-Za-z][A-Za-z0-9_-]*)}");
  private static final Pattern FUNCTION = Pattern.compile("(?m)^def ([A-Za-z_][A-Za-z0-9_]*)\\(");
  private static final String LIBRARY = read(KernelText.class, "library.ts.py");
  private static final String TANGENTS = read(KernelText.class, "tangents.ts.py");
  private static final String STAND_IN = "_with_tangent";

  private KernelText() {}

  static String read(Class<?> owner, String resource) {
    try (InputStream in = owner.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IrepaException(
            "The kernel text %s is not on the class path beside %s. Put it under the same package in src/main/resources."
                .formatted(resource, owner.getName()));
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Replaces constants; a constant without a value, or a value without a place, is an error. */
  static String substitute(String name, String text, Map<String, ?> constants) {
    Set<String> unused = new TreeSet<>(constants.keySet());
    Matcher matcher = CONSTANT.matcher(text);
    StringBuilder result = new StringBuilder();
    while (matcher.find()) {
      Object value = constants.get(matcher.group(1));
      if (value == null) {
        throw new IrepaException(
            "Kernel %s needs a value for ${%s}; it was given %s."
                .formatted(name, matcher.group(1), constants.keySet()));
      }
      unused.remove(matcher.group(1));
      matcher.appendReplacement(result, Matcher.quoteReplacement(literal(value)));
    }
    matcher.appendTail(result);
    if (!unused.isEmpty()) {
      throw new IrepaException(
          "Kernel %s has no place for the constants %s.".formatted(name, unused));
    }
    return result.toString();
  }

  private static String literal(Object value) {
    if (value instanceof Boolean flag) {
      return flag ? "True" : "False";
    }
    if (value instanceof Precision || value instanceof CharSequence) {
      throw new IrepaException(
          "A kernel's constant is a number or a truth value, not " + value + ".");
    }
    return String.valueOf(value);
  }

  /**
   * The module's text: library and helper functions, then a class whose one method is {@code
   * forward}.
   *
   * @param dual for forward mode, in which library functions carry tangents by their own rules
   */
  static String module(String text, boolean dual) {
    return dual
        ? moduleOver(withTangents(LIBRARY) + "\n\n" + TANGENTS, withTangents(text))
        : moduleOver(LIBRARY, text);
  }

  /**
   * Calls of library functions, and of operators, become calls of their stand-ins, but for what the
   * text names so itself.
   */
  private static String withTangents(String text) {
    String changed = text;
    boolean ours = text.equals(LIBRARY);
    Matcher matcher = FUNCTION.matcher(TANGENTS);
    while (matcher.find()) {
      String standIn = matcher.group(1);
      if (standIn.endsWith(STAND_IN)) {
        String replaced = standIn.substring(0, standIn.length() - STAND_IN.length());
        if (ours || !text.contains("def " + replaced + "(")) {
          String operator = LIBRARY.contains("def " + replaced + "(") ? "" : "torch\\.";
          changed =
              changed.replaceAll(
                  "(?<![\\w.])(?<!def )" + operator + replaced + "\\(", standIn + "(");
        }
      }
    }
    return changed;
  }

  private static String moduleOver(String library, String text) {
    String all = functionsUsed(library, text) + text;
    Set<String> helpers = new LinkedHashSet<>();
    Matcher matcher = FUNCTION.matcher(all);
    while (matcher.find()) {
      helpers.add(matcher.group(1));
    }
    helpers.remove("forward");
    for (String helper : helpers) {
      all = all.replaceAll("(?<![\\w.])(?<!def )" + helper + "\\(", "__torch__." + helper + "(");
    }
    int start = all.indexOf("def forward(");
    if (start < 0) {
      throw new IrepaException(
          "A kernel's text defines a function named forward; this one has none:\n" + text);
    }
    String method =
        all.substring(start)
            .replaceFirst("def forward\\(\\s*", "def forward(self: __torch__.Kernel, ")
            .lines()
            .map(line -> "  " + line)
            .reduce("", (a, b) -> a + b + "\n");
    return all.substring(0, start)
        + "class Kernel(Module):\n  __parameters__ = []\n  __buffers__ = []\n  training : bool\n"
        + method;
  }

  /**
   * Those functions of the shared library that the text calls, directly or through each other, but
   * for those that it defines itself.
   */
  private static String functionsUsed(String library, String text) {
    String found = "";
    boolean grew = true;
    Set<String> taken = new LinkedHashSet<>();
    while (grew) {
      grew = false;
      for (String function : library.split("(?m)^(?=def )", -1)) {
        Matcher name = FUNCTION.matcher(function);
        if (name.find()
            && !taken.contains(name.group(1))
            && !text.contains("def " + name.group(1) + "(")
            && (text + found).contains(name.group(1) + "(")) {
          taken.add(name.group(1));
          found = function + found;
          grew = true;
        }
      }
    }
    return found;
  }
}
