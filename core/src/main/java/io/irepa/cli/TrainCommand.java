package io.irepa.cli;

import io.irepa.compose.Plugins;
import io.irepa.config.RunConfig;
import io.irepa.config.RunConfigReader;
import io.irepa.train.TrainingRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code irepa train CONFIG}. */
@Command(name = "train", description = "Trains what a configuration describes.")
final class TrainCommand implements Callable<Integer> {
  @ParentCommand private Main main;
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "CONFIG", description = "A YAML file.")
  private Path file;

  @Option(names = "-s", paramLabel = "key.path=value", description = "Overrides a value.")
  private List<String> overrides = new ArrayList<>();

  @Option(
      names = "--runs",
      paramLabel = "DIR",
      defaultValue = "runs",
      description = "Where run folders are made (${DEFAULT-VALUE}).")
  private Path runs;

  @Override
  public Integer call() {
    try (Plugins plugins = Installed.plugins(main)) {
      RunConfig config = new RunConfigReader(plugins).read(file, overrides);
      Path run = runs.resolve(config.name());
      new TrainingRun(config, run).train();
      spec.commandLine().getOut().println("Done: " + run.resolve("report.html"));
      return 0;
    }
  }
}
