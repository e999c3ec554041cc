package io.irepa.cli;

import io.irepa.compose.Plugins;
import io.irepa.config.RunConfig;
import io.irepa.train.Bench;
import io.irepa.train.BenchFigures;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code irepa bench CONFIG}. */
@Command(
    name = "bench",
    description = "Times whole training steps of a configuration, on synthetic inputs.")
final class BenchCommand implements Callable<Integer> {
  @ParentCommand private Main main;
  @Spec private CommandSpec spec;

  @Mixin private ConfigFile configuration;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "10",
      description = "Steps that are timed (${DEFAULT-VALUE}).")
  private int steps;

  @Option(
      names = "--warmup",
      paramLabel = "N",
      defaultValue = "3",
      description = "Steps before them; the first compiles kernels (${DEFAULT-VALUE}).")
  private int warmup;

  @Option(
      names = "--data",
      description =
          "Read the configuration's own data and run its encoders, and tell the share of time spent waiting for data.")
  private boolean data;

  @Option(names = "--profile", description = "Tell where a step's time goes.")
  private boolean profile;

  @Option(names = "--json", description = "Print one line of JSON.")
  private boolean json;

  @Override
  public Integer call() {
    atLeastOne("--steps", steps);
    atLeastOne("--warmup", warmup);
    try (Plugins plugins = Installed.plugins(main)) {
      RunConfig config = configuration.read(plugins);
      BenchFigures figures = new Bench(config, new Bench.Plan(steps, warmup, data, profile)).run();
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        out.println(figures.json());
      } else {
        BenchTable.print(figures, out);
      }
      return 0;
    }
  }

  private void atLeastOne(String option, int value) {
    if (value < 1) {
      throw new ParameterException(
          spec.commandLine(), option + " is " + value + "; it must be at least 1.");
    }
  }
}
