package io.irepa.cli;

import io.irepa.compose.Plugins;
import io.irepa.config.RunConfig;
import io.irepa.train.ReplayedStep;
import io.irepa.train.TrainingRun;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code irepa train CONFIG}. */
@Command(name = "train", description = "Trains what a configuration describes.")
final class TrainCommand implements Callable<Integer> {
  /** As a shell reports a process that Ctrl-C ended. */
  private static final int STOPPED = 130;

  @ParentCommand private Main main;
  @Spec private CommandSpec spec;

  @Mixin private ConfigFile configuration;

  @Option(
      names = "--runs",
      paramLabel = "DIR",
      defaultValue = "runs",
      description = "Where run folders are made (${DEFAULT-VALUE}).")
  private Path runs;

  @Option(
      names = "--resume",
      description =
          "Go on from the run's newest checkpoint, which must be there. Without it too a run with a checkpoint goes on.")
  private boolean resume;

  @Option(
      names = "--force",
      description = "Go on although the configuration differs from the checkpoint's.")
  private boolean force;

  @Option(
      names = "--replay-step",
      paramLabel = "N",
      description =
          "Do step N of the run again from the checkpoint before it, show it, write nothing.")
  private Optional<Long> replayed = Optional.empty();

  @Override
  public Integer call() {
    try (Plugins plugins = Installed.plugins(main)) {
      RunConfig config = configuration.read(plugins);
      Path run = runs.resolve(config.name());
      Map<String, String> versions = plugins.versions(config);
      if (replayed.isPresent()) {
        return replay(config, run, versions, replayed.get());
      }
      StopSignal signal = main.takeSignals();
      TrainingRun.Outcome outcome =
          new TrainingRun(config, run, versions)
              .train(new TrainingRun.Resumption(resume, force), signal::requested);
      if (outcome == TrainingRun.Outcome.STOPPED) {
        out().println("Stopped and saved. The same command goes on.");
        return STOPPED;
      }
      out().println("Done: " + run.resolve("report.html"));
      return 0;
    }
  }

  private int replay(RunConfig config, Path run, Map<String, String> versions, long step) {
    if (step < 1 || step > config.train().steps()) {
      throw new ParameterException(
          spec.commandLine(),
          "--replay-step is from 1 to %d, not %d.".formatted(config.train().steps(), step));
    }
    ReplayedStep.Result result = new ReplayedStep(config, run, versions).replay(step, force);
    out()
        .printf(
            "Step %d, seed %d, reached from the checkpoint of step %d%n",
            step, config.seed(), result.from());
    result.terms().forEach((name, value) -> out().printf("  %-24s %s%n", name, value));
    result.notFinite().forEach(name -> out().println("  gradient not finite: " + name));
    return 0;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
