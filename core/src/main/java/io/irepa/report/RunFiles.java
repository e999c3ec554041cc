package io.irepa.report;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.irepa.IrepaException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a run's folder holds for a report.
 *
 * @param folder of the run
 * @param config text of config.yaml
 * @param curves recorded scalars by name; values that are no numbers are left out
 * @param samples pictures by step
 * @param evaluations what 'irepa evaluate' wrote, by step
 */
public record RunFiles(
    Path folder,
    String config,
    Map<String, Series> curves,
    Map<Long, Path> samples,
    List<JsonNode> evaluations) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern PICTURE = Pattern.compile("step-([0-9]{1,18})\\.png");

  /**
   * Reads a run's folder, also while the run writes to it.
   *
   * @throws IrepaException if it is not a run's folder
   * @throws IOException if a file cannot be read
   */
  public static RunFiles read(Path folder) throws IOException {
    Path config = folder.resolve("config.yaml");
    if (!Files.isRegularFile(config)) {
      throw new IrepaException(folder + " is not a run's folder: it has no config.yaml.");
    }
    return new RunFiles(
        folder,
        Files.readString(config),
        curves(folder.resolve("metrics.jsonl")),
        samples(folder.resolve("samples")),
        evaluations(folder.resolve("evaluation")));
  }

  private static List<JsonNode> evaluations(Path folder) throws IOException {
    List<JsonNode> found = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.filter(one -> one.toString().endsWith(".json")).sorted().toList()) {
          found.add(JSON.readTree(Files.readString(file)));
        }
      }
    }
    found.sort(Comparator.comparingLong(one -> one.path("step").asLong()));
    return found;
  }

  private static Map<String, Series> curves(Path metrics) throws IOException {
    Map<String, Series> curves = new LinkedHashMap<>();
    if (Files.exists(metrics)) {
      try (BufferedReader lines = Files.newBufferedReader(metrics)) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          add(line, curves);
        }
      }
    }
    return curves;
  }

  private static void add(String line, Map<String, Series> curves) throws IOException {
    JsonNode record;
    try {
      record = JSON.readTree(line);
    } catch (JacksonException e) {
      return; // The line that is being written, or that a kill has torn.
    }
    double step = record.path("step").asDouble();
    for (Map.Entry<String, JsonNode> entry : record.properties()) {
      if (entry.getValue().isNumber() && !entry.getKey().equals("step")) {
        curves
            .computeIfAbsent(entry.getKey(), name -> new Series())
            .add(step, entry.getValue().asDouble());
      }
    }
  }

  private static Map<Long, Path> samples(Path folder) throws IOException {
    Map<Long, Path> samples = new TreeMap<>();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Matcher name = PICTURE.matcher(file.getFileName().toString());
          if (name.matches()) {
            samples.put(Long.parseLong(name.group(1)), file);
          }
        }
      }
    }
    return samples;
  }

  /** Whether any scalar was recorded. */
  public boolean hasMetrics() {
    return !curves.isEmpty();
  }

  /** Steps that the records reach; 0 if there are none. */
  long steps() {
    return curves.values().stream().mapToLong(s -> (long) s.step(s.size() - 1)).max().orElse(0);
  }
}
