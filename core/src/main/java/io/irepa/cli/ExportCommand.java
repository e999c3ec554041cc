package io.irepa.cli;

import io.irepa.IrepaException;
import io.irepa.compose.Plugins;
import io.irepa.config.RunConfig;
import io.irepa.config.RunConfigReader;
import io.irepa.exchange.ComponentExporter;
import io.irepa.exchange.Exporter;
import io.irepa.spi.PublishedNames;
import io.irepa.train.Checkpoint;
import io.irepa.train.Checkpoints;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
@Command(
    name = "export",
    description = "Writes a run's checkpoint, or one component's weights, as published code does.")
final class ExportCommand implements Callable<Integer> {
  @ParentCommand private Main main;
  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "RUN",
      description =
          "A run's folder; with --component also a configuration, whose weights are then written.")
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

  @Option(
      names = "--component",
      paramLabel = "NAME",
      description = "The weights of this part alone: autoencoder.")
  private Optional<String> component = Optional.empty();

  @Option(
      names = "--layout",
      paramLabel = "NAME",
      description = "How the component's weights are named, such as compvis or diffusers.")
  private Optional<String> layout = Optional.empty();

  @Option(names = "-s", paramLabel = "key.path=value", description = "Overrides a value.")
  private List<String> overrides = new ArrayList<>();

  /** One or none. */
  static final class Which {
    @Option(names = "--model", description = "The trained parameters alone.")
    private boolean model;

    @Option(names = "--ema", description = "Their average alone.")
    private boolean ema;
  }

  @Override
  public Integer call() {
    boolean folder = Files.isRegularFile(run.resolve("config.yaml"));
    if (!folder && (component.isEmpty() || !Files.isRegularFile(run))) {
      throw wrong(run + " is not a run's folder: it has no config.yaml.");
    }
    if (layout.isPresent() && component.isEmpty()) {
      throw wrong("--layout is of a component: name it with --component.");
    }
    if (!file.toString().matches("(?s).*\\.(pt|pth|safetensors)")) {
      throw wrong("The name of " + file + " ends neither with .pt or .pth nor with .safetensors.");
    }
    try (Plugins plugins = Installed.plugins(main)) {
      RunConfig config =
          new RunConfigReader(plugins).read(folder ? run.resolve("config.yaml") : run, overrides);
      if (component.isPresent()) {
        return component(config, folder);
      }
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

  private int component(RunConfig config, boolean folder) {
    if (!component.get().equals("autoencoder")) {
      throw wrong(
          "There is no component '%s' to export; autoencoder is one.".formatted(component.get()));
    }
    PublishedNames names =
        config
            .autoencoder()
            .settings(PublishedNames.class)
            .orElseThrow(
                () ->
                    wrong(
                        "The autoencoder '%s' of %s has no weights to export."
                            .formatted(config.autoencoder().component().type(), run)));
    String chosen = layout.orElse(names.layouts().get(0));
    if (!names.layouts().contains(chosen)) {
      throw wrong(
          "There is no layout '%s'; known are %s."
              .formatted(chosen, String.join(", ", names.layouts())));
    }
    ComponentExporter exporter = new ComponentExporter(component.get(), names, chosen);
    if (!folder || !exporter.fromRun(checkpoint(), file)) {
      Path weights =
          names
              .weights()
              .orElseThrow(
                  () -> wrong(run + " neither trains its autoencoder nor names its weights."));
      exporter.fromWeights(weights, file);
      spec.commandLine().getOut().println("These are the weights of " + weights + ".");
    }
    spec.commandLine().getOut().println("Done: " + file);
    return 0;
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
