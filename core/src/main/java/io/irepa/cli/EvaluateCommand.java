package io.irepa.cli;

import io.irepa.IoReason;
import io.irepa.IrepaException;
import io.irepa.compose.Plugins;
import io.irepa.config.EmaConfig;
import io.irepa.config.RunConfig;
import io.irepa.config.RunConfigReader;
import io.irepa.report.Report;
import io.irepa.report.RunFiles;
import io.irepa.train.SavedRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code irepa evaluate RUN}. */
@Command(
    name = "evaluate",
    description = "Measures a run's newest checkpoint as its section evaluate says.")
final class EvaluateCommand implements Callable<Integer> {
  private static final int STOPPED = 130;

  @ParentCommand private Main main;
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "RUN", description = "A run's folder.")
  private Path run;

  @Option(
      names = "-s",
      paramLabel = "key.path=value",
      description =
          "Overrides a value, such as evaluate.count=50000 or a whole section: 'evaluate={metrics: [lds]}'.")
  private List<String> overrides = new ArrayList<>();

  @Option(
      names = "--ema",
      paramLabel = "NAME",
      description = "An average by name, or none; sample.ema if left out.")
  private Optional<String> ema = Optional.empty();

  @Override
  public Integer call() {
    if (!Files.isRegularFile(run.resolve("config.yaml"))) {
      throw wrong(run + " is not a run's folder: it has no config.yaml.");
    }
    try (Plugins plugins = Installed.plugins(main)) {
      RunConfig config = new RunConfigReader(plugins).read(run.resolve("config.yaml"), overrides);
      if (config.evaluate().filter(evaluate -> !evaluate.metrics().isEmpty()).isEmpty()) {
        throw wrong(
            "The run names no metrics. Add some: -s 'evaluate={metrics: [frechet-distance], features: [{encoder: hog}]}'.");
      }
      String name = ema.orElse(config.sample().ema());
      if (!config.ema().knows(name)) {
        throw wrong(
            "There is no average '%s'; the run has %s."
                .formatted(
                    name,
                    config.ema().names().isEmpty()
                        ? EmaConfig.NONE
                        : String.join(", ", config.ema().names())));
      }
      StopSignal signal = main.takeSignals();
      return print(
          new SavedRun(config, run)
              .evaluate(new SavedRun.Weights.Named(name), signal::requested, System.err::println));
    }
  }

  private int print(Optional<Map<String, Double>> numbers) {
    PrintWriter out = spec.commandLine().getOut();
    if (numbers.isEmpty()) {
      out.println("Stopped. The same command goes on.");
      return STOPPED;
    }
    int width = numbers.get().keySet().stream().mapToInt(String::length).max().orElse(1);
    numbers
        .get()
        .forEach((name, value) -> out.printf(Locale.ROOT, "%-" + width + "s  %.6g%n", name, value));
    try {
      Report.write(List.of(RunFiles.read(run)), run.resolve("report.html"));
    } catch (IOException e) {
      throw new IrepaException(
          "The report of %s cannot be written: %s.".formatted(run, IoReason.of(e)), e);
    }
    out.println("Done: " + run.resolve("report.html"));
    return 0;
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
