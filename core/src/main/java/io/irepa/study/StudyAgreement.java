package io.irepa.study;

import io.irepa.config.ConfigDiff;
import io.irepa.config.ConfigException;
import io.irepa.config.ConfigPrinter;
import io.irepa.config.RunConfigReader;
import io.irepa.config.StudyPlan;
import io.irepa.train.DisagreementException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Whether the runs that are there are those that the study's file asks for. */
final class StudyAgreement {
  private static final int SHOWN = 12;

  private final StudyPlan plan;
  private final RunConfigReader reader;
  private final StudyFolder folder;

  StudyAgreement(StudyPlan plan, RunConfigReader reader, StudyFolder folder) {
    this.plan = plan;
    this.reader = reader;
    this.folder = folder;
  }

  /**
   * Compares.
   *
   * @throws DisagreementException if a run's folder holds one of another configuration, with what
   *     differs
   */
  void check() throws IOException {
    Map<String, List<String>> runsByDifference = new LinkedHashMap<>();
    List<String> different = new ArrayList<>();
    for (StudyPlan.Run run : plan.runs()) {
      Path file = folder.run(run.name()).resolve("config.yaml");
      if (Files.exists(file)) {
        List<ConfigDiff.Difference> differences = ConfigDiff.between(before(file), run.config());
        if (!differences.isEmpty()) {
          different.add(run.name());
        }
        differences.forEach(
            one ->
                runsByDifference
                    .computeIfAbsent(one.toString(), text -> new ArrayList<>())
                    .add(run.name()));
      }
    }
    if (!different.isEmpty()) {
      throw new DisagreementException(message(runsByDifference, different));
    }
  }

  /** With today's defaults for keys that it does not know. */
  private String before(Path file) throws IOException {
    try {
      return ConfigPrinter.print(reader.read(file, List.of()));
    } catch (ConfigException e) {
      return Files.readString(file);
    }
  }

  private String message(Map<String, List<String>> runsByDifference, List<String> different) {
    StringBuilder text =
        new StringBuilder(
            "%d runs in %s have another configuration than the study's file asks for:\n"
                .formatted(different.size(), folder.runs()));
    runsByDifference.entrySet().stream()
        .limit(SHOWN)
        .forEach(
            one ->
                text.append(
                    "%s  (%s)\n"
                        .formatted(
                            one.getKey(),
                            one.getValue().size() == 1
                                ? one.getValue().get(0)
                                : "%d runs, such as %s"
                                    .formatted(one.getValue().size(), one.getValue().get(0)))));
    if (runsByDifference.size() > SHOWN) {
      text.append("  and %d more differences\n".formatted(runsByDifference.size() - SHOWN));
    }
    return text.append(
            "Undo the change, give the study another name (-s name=…), or remove those folders.")
        .toString();
  }
}
