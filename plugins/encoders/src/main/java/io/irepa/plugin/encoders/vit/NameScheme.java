package io.irepa.plugin.encoders.vit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How one kind of file names the weights, written as a table. Each line has a file's name, our name
 * and, where several arrays of a file make one of ours, which part of how many, as in {@code 0/3}.
 * {@code #} is the number of a block, {@code *} is weight or bias, {@code ...} is anything, and
 * {@code -} for our name says that the array is not used.
 */
final class NameScheme {
  private static final Pattern NUMBER = Pattern.compile("\\.(?:[0-9]+\\.){1,2}");
  private static final Pattern KIND = Pattern.compile("\\.(?:weight|bias)$");

  private final String name;
  private final List<String> prefixes;
  private final List<Rule> rules;
  private final Map<String, Rule> byTemplate = new HashMap<>();

  private NameScheme(String name, List<String> prefixes, List<Rule> rules) {
    this.name = name;
    this.prefixes = List.copyOf(prefixes);
    this.rules = List.copyOf(rules);
    rules.forEach(rule -> byTemplate.putIfAbsent(rule.template(), rule));
  }

  /**
   * What an array of a file is.
   *
   * @param weight our name; empty if the array is not used
   * @param part counted from 0, of the rows
   * @param parts how many make the whole
   */
  record Target(String weight, int part, int parts) {
    boolean used() {
      return !weight.isEmpty();
    }
  }

  /**
   * An array that a file may have for a weight.
   *
   * @param name without a prefix
   * @param part counted from 0, of the rows
   * @param parts how many make the whole
   */
  record Origin(String name, int part, int parts) {}

  private record Rule(String template, Pattern file, String weight, int part, int parts) {
    static Rule of(String line) {
      List<String> words = List.of(line.trim().split(" +", -1));
      String pattern =
          Pattern.quote(words.get(0))
              // Published code numbers blocks 3, or 0.3 where they are saved in chunks.
              .replace("#", "\\E(?:[0-9]+\\.)?(?<block>[0-9]{1,4})\\Q")
              .replace("*", "\\E(?<kind>weight|bias)\\Q")
              .replace("...", "\\E.*\\Q");
      String[] part = words.size() > 2 ? words.get(2).split("/", -1) : new String[] {"0", "1"};
      return new Rule(
          words.get(0),
          Pattern.compile(pattern),
          words.get(1).equals("-") ? "" : words.get(1),
          Integer.parseInt(part[0]),
          Integer.parseInt(part[1]));
    }

    Optional<Origin> origin(String wanted) {
      String pattern =
          Pattern.quote(weight)
              .replace("#", "\\E(?<block>[0-9]+)\\Q")
              .replace("*", "\\E(?<kind>weight|bias)\\Q");
      Matcher matcher = Pattern.compile(pattern).matcher(wanted);
      if (weight.isEmpty() || !matcher.matches()) {
        return Optional.empty();
      }
      String name = template;
      if (weight.contains("#")) {
        name = name.replace("#", matcher.group("block"));
      }
      if (weight.contains("*")) {
        name = name.replace("*", matcher.group("kind"));
      }
      return Optional.of(new Origin(name, part, parts));
    }

    Optional<Target> match(String fileName) {
      Matcher matcher = file.matcher(fileName);
      if (!matcher.matches()) {
        return Optional.empty();
      }
      String found = weight;
      if (found.contains("#")) {
        found = found.replace("#", String.valueOf(Integer.parseInt(matcher.group("block"))));
      }
      if (found.contains("*")) {
        found = found.replace("*", matcher.group("kind"));
      }
      return Optional.of(new Target(found, part, parts));
    }
  }

  /** A scheme; the name is for people. */
  static NameScheme of(String name, String table) {
    return new NameScheme(
        name, List.of(""), table.lines().filter(line -> !line.isBlank()).map(Rule::of).toList());
  }

  /**
   * The same, where all names may have something before them; arrays without it are not looked at.
   */
  NameScheme within(String... further) {
    return new NameScheme(
        name, Stream.concat(prefixes.stream(), Stream.of(further)).toList(), rules);
  }

  /** The same with further lines, which come first. */
  NameScheme and(String table) {
    List<Rule> all = new ArrayList<>(of(name, table).rules);
    all.addAll(rules);
    return new NameScheme(name, prefixes, all);
  }

  String name() {
    return name;
  }

  /** What may stand before all names; the first is empty. */
  List<String> prefixes() {
    return prefixes;
  }

  /** What a name, without its prefix, stands for; empty if the scheme does not know it. */
  Optional<Target> target(String fileName) {
    // Trying all patterns on all names of a file took a tenth of a second.
    return Optional.ofNullable(byTemplate.get(template(fileName)))
        .flatMap(rule -> rule.match(fileName))
        .or(() -> rules.stream().flatMap(rule -> rule.match(fileName).stream()).findFirst());
  }

  /** The line that most names have: the first number for a block, weight or bias at the end. */
  private static String template(String fileName) {
    return NUMBER.matcher(KIND.matcher(fileName).replaceFirst(".*")).replaceFirst(".#.");
  }

  /** What files may have for a weight: alternatives, and parts that make the whole. */
  List<Origin> origins(String weight) {
    return rules.stream().flatMap(rule -> rule.origin(weight).stream()).toList();
  }
}
