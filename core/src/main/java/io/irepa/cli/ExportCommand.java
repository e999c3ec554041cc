package io.irepa.cli;

import io.irepa.IrepaException;
import io.irepa.compose.Plugins;
import io.irepa.config.RunConfig;
import io.irepa.config.RunConfigReader;
import io.irepa.exchange.Exporter;
import io.irepa.train.Checkpoint;
import io.irepa.train.Checkpoints;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code irepa export RUN FILE}: loads no native library. */
@Command(name = "export", description = "Writes a run's checkpoint as published code does.")
final class ExportCommand implements Callable<Integer> {
  @ParentCommand private Main main;
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "RUN", description = "A run's folder.")
  private Path run;

  @Parameters(
      index = "1",
      paramLabel = "FILE",
      description =
          "NAME.pt holds model, average, optimizer and settings, or one of the first two alone; NAME.safetensors the average, or the model.")
  private Path file;

  @ArgGroup private Which which = new Which();

  @Option(names = "--step", paramLabel = "N", description = "The checkpoint; else the newest.")
  private Optional<Long> step = Optional.empty();

  @Option(
      names = "--average",
      paramLabel = "NAME",
      description = "Which average, such as decay-0.9999; sample.ema if left out.")
  private Optional<String> average = Optional.empty();

  /** One or none. */
  static final class Which {
    @Option(names = "--model", description = "The trained parameters alone.")
    private boolean model;

    @Option(names = "--ema", description = "Their average alone.")
    private boolean ema;
  }

  @Override
  public Integer call() {
    if (!Files.isRegularFile(run.resolve("config.yaml"))) {
      throw wrong(run + " is not a run's folder: it has no config.yaml.");
    }
    if (!file.toString().matches("(?s).*\\.(pt|pth|safetensors)")) {
      throw wrong("The name of " + file + " ends neither with .pt or .pth nor with .safetensors.");
    }
    try (Plugins plugins = Installed.plugins(main)) {
      RunConfig config = new RunConfigReader(plugins).read(run.resolve("config.yaml"), List.of());
      String name = average.orElse(config.sample().ema());
      if (!config.ema().knows(name)) {
        throw wrong(
            "There is no average '%s'; the run has %s."
                .formatted(name, String.join(", ", config.ema().names())));
      }
      List<String> notes = new Exporter(config, run).write(checkpoint(), file, part(), name);
      notes.forEach(spec.commandLine().getOut()::println);
      spec.commandLine().getOut().println("Done: " + file);
      return 0;
    }
  }

  private Exporter.Part part() {
    if (which.model) {
      return Exporter.Part.MODEL;
    }
    return which.ema ? Exporter.Part.EMA : Exporter.Part.ALL;
  }

  private Checkpoint checkpoint() {
    Checkpoints checkpoints = new Checkpoints(run);
    if (step.isEmpty()) {
      return checkpoints
          .newestWhole(Long.MAX_VALUE, spec.commandLine().getErr()::println)
          .orElseThrow(
              () -> new IrepaException(run + " holds no checkpoint. Train first: irepa train."));
    }
    Checkpoint checkpoint = new Checkpoint(checkpoints.of(step.get()));
    if (!Files.isDirectory(checkpoint.folder())) {
      throw wrong(run + " has no checkpoint of step " + step.get() + ".");
    }
    checkpoint
        .damage()
        .ifPresent(
            damage -> {
              throw new IrepaException(
                  "The checkpoint %s is damaged: %s.".formatted(checkpoint.folder(), damage));
            });
    return checkpoint;
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
