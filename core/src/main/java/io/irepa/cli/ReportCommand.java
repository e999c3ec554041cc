package io.irepa.cli;

import io.irepa.IoReason;
import io.irepa.IrepaException;
import io.irepa.report.Report;
import io.irepa.report.RunFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code irepa report RUN…}. */
@Command(name = "report", description = "Shows runs, one over another, on a page of its own.")
final class ReportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "RUN", arity = "1..*", description = "Run folders, at most 8.")
  private List<Path> folders = new ArrayList<>();

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description = "The page; report.html in the run's folder, or here for several runs.")
  private Optional<Path> out = Optional.empty();

  @Override
  public Integer call() {
    List<Path> distinct =
        folders.stream().map(path -> path.toAbsolutePath().normalize()).distinct().toList();
    if (distinct.size() < folders.size()) {
      throw wrong("A run is named twice.");
    }
    if (folders.size() > Report.MOST_RUNS) {
      throw wrong(
          "A page shows at most %d runs, not %d.".formatted(Report.MOST_RUNS, folders.size()));
    }
    folders.forEach(this::checkRun);
    Path page =
        out.orElse(
            folders.size() == 1 ? folders.get(0).resolve("report.html") : Path.of("report.html"));
    try {
      Report.write(runs(), page);
    } catch (IOException e) {
      throw new IrepaException(
          "The page " + page + " cannot be written: " + IoReason.of(e) + ".", e);
    }
    spec.commandLine().getOut().println("Done: " + page);
    return 0;
  }

  private void checkRun(Path folder) {
    if (!Files.isRegularFile(folder.resolve("config.yaml"))) {
      throw wrong(folder + " is not a run's folder: it has no config.yaml.");
    }
  }

  private List<RunFiles> runs() {
    List<RunFiles> runs = new ArrayList<>();
    for (Path folder : folders) {
      try {
        RunFiles run = RunFiles.read(folder);
        if (!run.hasMetrics()) {
          throw new IrepaException(
              "%s has no metrics: its metrics.jsonl is missing or empty. The run has recorded nothing yet, or its trackers lack {type: jsonl}."
                  .formatted(folder));
        }
        runs.add(run);
      } catch (IOException e) {
        throw new IrepaException(
            "The run " + folder + " cannot be read: " + IoReason.of(e) + ".", e);
      }
    }
    return runs;
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
