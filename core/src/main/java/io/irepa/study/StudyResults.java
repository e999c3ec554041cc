package io.irepa.study;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.irepa.config.ConfigPrinter;
import io.irepa.config.StudyPlan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What a study's folder holds.
 *
 * @param plan of the study
 * @param runs all of the plan, also those that have not begun
 * @param encoders in the plan's order
 */
record StudyResults(StudyPlan plan, List<OfRun> runs, List<OfEncoder> encoders) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MEMORY = "resident-mib";

  /**
   * A run's.
   *
   * @param hash of its configuration
   * @param memory most that it held, in MiB
   * @param curves by name
   */
  record OfRun(
      StudyPlan.Run run,
      String hash,
      Status status,
      OptionalDouble memory,
      Map<String, Curve> curves) {}

  /**
   * An encoder's.
   *
   * @param numbers by name: metrics of its tokens as they are, those of normalized tokens with
   *     {@code -normalized} behind, and {@code probe}, the accuracy on images that were held out
   */
  record OfEncoder(String name, Map<String, Double> numbers) {}

  /** Reads a folder, also while the study runs. */
  static StudyResults read(StudyPlan plan, StudyFolder folder) throws IOException {
    List<OfRun> runs = new ArrayList<>();
    for (StudyPlan.Run run : plan.runs()) {
      Map<String, Curve> curves = Curves.of(folder.run(run.name()));
      OptionalDouble memory =
          curves.containsKey(MEMORY)
              ? Arrays.stream(curves.get(MEMORY).values()).max()
              : OptionalDouble.empty();
      runs.add(
          new OfRun(
              run,
              hash(ConfigPrinter.print(run.config())),
              Status.read(folder.status(run.name())),
              memory,
              curves));
    }
    List<OfEncoder> encoders = new ArrayList<>();
    for (String name : EncoderJobs.encoders(plan).keySet()) {
      encoders.add(new OfEncoder(name, numbers(folder, name)));
    }
    return new StudyResults(plan, runs, encoders);
  }

  private static Map<String, Double> numbers(StudyFolder folder, String encoder)
      throws IOException {
    Map<String, Double> numbers = new LinkedHashMap<>();
    Path spatial = EncoderJobs.measured(folder, encoder);
    if (Files.exists(spatial)) {
      JsonNode one = JSON.readTree(Files.readString(spatial)).path("encoders").path(0);
      add(numbers, one.path("raw"), "");
      add(numbers, one.path("normalized"), "-normalized");
    }
    Path probe = EncoderJobs.probed(folder, encoder);
    if (Files.exists(probe)) {
      JsonNode heldOut = JSON.readTree(Files.readString(probe)).path(0).path("held-out");
      if (heldOut.isNumber()) {
        numbers.put("probe", heldOut.asDouble());
      }
    }
    return numbers;
  }

  private static void add(Map<String, Double> numbers, JsonNode metrics, String ending) {
    metrics
        .properties()
        .forEach(
            one -> {
              JsonNode mean = one.getValue().path("mean");
              if (mean.isNumber()) {
                numbers.put(one.getKey() + ending, mean.asDouble());
              }
            });
  }

  private static String hash(String text) {
    try {
      byte[] sum =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(sum, 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256.", e);
    }
  }

  /** Runs whose work is done. */
  List<OfRun> finished() {
    return runs.stream().filter(run -> run.status().isFinished()).toList();
  }
}
