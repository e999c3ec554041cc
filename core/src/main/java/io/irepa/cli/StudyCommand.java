package io.irepa.cli;

import io.irepa.compose.Plugins;
import io.irepa.config.RunConfigReader;
import io.irepa.config.StudyPlan;
import io.irepa.config.StudyReader;
import io.irepa.study.Database;
import io.irepa.study.Launch;
import io.irepa.study.StudyFolder;
import io.irepa.study.StudyReport;
import io.irepa.study.StudyWork;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code irepa study STUDY}. */
@Command(
    name = "study",
    description = "Trains a grid of runs, each a process of its own, and compares them.")
final class StudyCommand implements Callable<Integer> {
  private static final int STOPPED = 130;

  @ParentCommand private Main main;
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "STUDY", description = "A YAML file with base, grid and quality.")
  private Path file;

  @Option(names = "-s", paramLabel = "key.path=value", description = "Overrides a value.")
  private List<String> overrides = new ArrayList<>();

  @Option(
      names = "--runs",
      paramLabel = "DIR",
      defaultValue = "runs",
      description = "Where the study's folder is made (${DEFAULT-VALUE}).")
  private Path runs;

  @Option(names = "--list", description = "Only list the runs.")
  private boolean list;

  @Option(
      names = "--report-only",
      description = "Only write results and report of what is there; also while the study runs.")
  private boolean reportOnly;

  @Option(
      names = "--query",
      paramLabel = "SQL",
      description = "Only ask the results: tables runs, curves and encoders; values between tabs.")
  private Optional<String> query = Optional.empty();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (Plugins plugins = Installed.plugins(main)) {
      StudyPlan plan = new StudyReader(plugins).read(file, overrides);
      if (list) {
        plan.runs().forEach(run -> out.println(run.name()));
        return 0;
      }
      StudyFolder folder = new StudyFolder(runs.resolve(plan.study().name()));
      if (query.isPresent()) {
        Database.query(folder.results(), query.get()).forEach(out::println);
        return 0;
      }
      StudyWork.Outcome outcome = new StudyWork.Outcome(List.of(), false);
      if (!reportOnly) {
        StopSignal signal = main.takeSignals("Stopping the runs …");
        outcome =
            new StudyWork(plan, new RunConfigReader(plugins), folder, launch(), System.err::println)
                .run(signal::requested);
      }
      new StudyReport(plan, folder).write();
      if (outcome.stopped()) {
        out.println("Stopped; the runs are saved. The same command goes on.");
        return STOPPED;
      }
      if (!outcome.failed().isEmpty()) {
        out.println("Failed (%d):".formatted(outcome.failed().size()));
        outcome.failed().forEach(name -> out.println("  %s: %s".formatted(name, folder.log(name))));
        out.println("The same command tries them again.");
        return 1;
      }
      out.println("Done: " + folder.page());
      return 0;
    }
  }

  private Launch launch() {
    return SameCommand.launch(main.pluginOptions());
  }
}
