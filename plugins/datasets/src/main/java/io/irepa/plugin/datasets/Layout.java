package io.irepa.plugin.datasets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.irepa.IoReason;
import io.irepa.IrepaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which files of a folder hold a split.
 *
 * @param files in order
 * @param info what stands beside them of their columns
 */
record Layout(List<Path> files, Optional<JsonNode> info) {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Pattern SHARD =
      Pattern.compile("(.+?)(?:[-_.](?:\\d+(?:-of-\\d+)?|partial.*))?\\.(?:parquet|arrow)");
  private static final int DEPTH = 8;

  /**
   * Finds them.
   *
   * @throws IrepaException if there are none, or splits of other names alone
   */
  static Layout of(Path path, String split) {
    try {
      if (Files.isRegularFile(path)) {
        return new Layout(List.of(path), Optional.empty());
      }
      if (Files.isRegularFile(path.resolve("dataset_dict.json"))) {
        Path folder = path.resolve(split);
        if (!Files.isDirectory(folder)) {
          throw new IrepaException(
              "%s has no split '%s'; its dataset_dict.json says %s. Set split."
                  .formatted(
                      path,
                      split,
                      JSON.readTree(path.resolve("dataset_dict.json").toFile()).path("splits")));
        }
        return of(folder, split);
      }
      if (Files.isRegularFile(path.resolve("state.json"))) {
        return saved(path);
      }
      return new Layout(split(path, split), info(path));
    } catch (IOException e) {
      throw new IrepaException(
          "The files in %s cannot be listed: %s.".formatted(path, IoReason.of(e)), e);
    }
  }

  /** What save_to_disk has written. */
  private static Layout saved(Path folder) throws IOException {
    JsonNode state = JSON.readTree(folder.resolve("state.json").toFile());
    if (!state.path("_indices_data_files").isEmpty()) {
      throw new IrepaException(
          folder + " holds rows that are selected by indices. Save it after flatten_indices().");
    }
    List<Path> files = new ArrayList<>();
    for (JsonNode file : state.path("_data_files")) {
      files.add(folder.resolve(file.path("filename").asText()));
    }
    if (files.isEmpty()) {
      throw new IrepaException(folder + "/state.json names no file of rows.");
    }
    return new Layout(files, info(folder));
  }

  private static Optional<JsonNode> info(Path folder) throws IOException {
    Path file = folder.resolve("dataset_info.json");
    return Files.isRegularFile(file) ? Optional.of(JSON.readTree(file.toFile())) : Optional.empty();
  }

  private static List<Path> split(Path folder, String split) throws IOException {
    List<Path> all;
    try (Stream<Path> files = Files.walk(folder, DEPTH)) {
      all =
          files
              .filter(file -> ending(file).isPresent())
              .filter(file -> !folder.relativize(file).toString().matches("(.*/)?\\..*"))
              .filter(Files::isRegularFile)
              .sorted()
              .toList();
    }
    if (all.isEmpty()) {
      throw new IrepaException(folder + " holds no .parquet and no .arrow file.");
    }
    List<Path> chosen = all.stream().filter(file -> isOf(folder, file, split)).toList();
    if (chosen.isEmpty()) {
      TreeSet<String> names = new TreeSet<>();
      all.forEach(file -> names.add(stem(file)));
      if (names.stream().noneMatch(Layout::isSplit)) {
        return all;
      }
      throw new IrepaException(
          "%s has no files of the split '%s'; there are %s. Set split."
              .formatted(folder, split, String.join(", ", names)));
    }
    if (chosen.stream().map(Layout::ending).distinct().count() > 1) {
      throw new IrepaException(
          "%s holds the split '%s' both as Parquet and as Arrow files. Name the folder of one."
              .formatted(folder, split));
    }
    return chosen;
  }

  private static Optional<String> ending(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return Stream.of("parquet", "arrow").filter(end -> name.endsWith("." + end)).findFirst();
  }

  private static String stem(Path file) {
    Matcher name = SHARD.matcher(file.getFileName().toString());
    return name.matches() ? name.group(1) : file.getFileName().toString();
  }

  private static boolean isSplit(String name) {
    return name.matches("(?i).*(train|test|val|validation|dev)");
  }

  private static boolean isOf(Path folder, Path file, String split) {
    String stem = stem(file);
    if (stem.equals(split) || stem.endsWith("-" + split)) {
      return true; // imagenet-train-00000-of-00010.arrow, in a cache
    }
    for (Path part : folder.relativize(file)) {
      if (part.toString().equals(split)) {
        return true;
      }
    }
    return false;
  }
}
