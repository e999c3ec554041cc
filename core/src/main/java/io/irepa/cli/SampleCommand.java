package io.irepa.cli;

import io.irepa.compose.Plugins;
import io.irepa.config.EmaConfig;
import io.irepa.config.RunConfig;
import io.irepa.config.RunConfigReader;
import io.irepa.spi.BackboneShape;
import io.irepa.train.SavedRun;
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

/** {@code irepa sample RUN}. */
@Command(name = "sample", description = "Draws samples from a run's newest checkpoint.")
final class SampleCommand implements Callable<Integer> {
  @ParentCommand private Main main;
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "RUN", description = "A run's folder.")
  private Path run;

  @Option(names = "-s", paramLabel = "key.path=value", description = "Overrides a value.")
  private List<String> overrides = new ArrayList<>();

  @Option(
      names = "--class",
      paramLabel = "N",
      description = "Classes to draw; all in turn if left out.")
  private List<Integer> classes = new ArrayList<>();

  @Option(
      names = "--seed",
      defaultValue = "0",
      description = "Seed of the noise (${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--count", description = "How many; sample.count if left out.")
  private Optional<Integer> count = Optional.empty();

  @ArgGroup private Choice choice = new Choice();

  /** Whose parameters: at most one of these. */
  private static final class Choice {
    @Option(names = "--raw", description = "The trained parameters instead of their average.")
    private boolean raw;

    @Option(
        names = "--ema",
        paramLabel = "NAME",
        description = "An average by name, such as decay-0.9999; sample.ema if left out.")
    private Optional<String> ema = Optional.empty();

    @ArgGroup(exclusive = false)
    private Made made; // null where none of its options is given, as picocli has it
  }

  /** An average made from snapshots. */
  private static final class Made {
    @Option(
        names = "--ema-length",
        required = true,
        paramLabel = "LENGTH",
        description = "An average of this relative length, made from the run's snapshots.")
    private double length;

    @Option(
        names = "--ema-step",
        paramLabel = "N",
        description = "The step it ends at; the newest snapshot's if left out.")
    private Optional<Long> step = Optional.empty();
  }

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where pictures go; RUN/samples/seed-N if left out.")
  private Optional<Path> out = Optional.empty();

  @Option(
      names = "--npz",
      paramLabel = "FILE",
      description =
          "Writes a .npz file of all samples and their classes, as ADM's evaluator reads it, instead of pictures.")
  private Optional<Path> npz = Optional.empty();

  @Override
  public Integer call() {
    if (!Files.isRegularFile(run.resolve("config.yaml"))) {
      throw wrong(run + " is not a run's folder: it has no config.yaml.");
    }
    if (count.isPresent() && count.get() < 1) {
      throw wrong("--count is at least 1, not " + count.get() + ".");
    }
    try (Plugins plugins = Installed.plugins(main)) {
      RunConfig config = new RunConfigReader(plugins).read(run.resolve("config.yaml"), overrides);
      RunConfigReader.shape(config).backbone().ifPresent(this::checkClasses);
      SavedRun.Weights weights = weights(config);
      int all = count.orElse(config.sample().count());
      if (npz.isPresent()) {
        new SavedRun(config, run).archive(classes, all, seed, weights, npz.get());
        spec.commandLine().getOut().println("Done: " + npz.get());
        return 0;
      }
      Path target = out.orElse(run.resolve("samples").resolve("seed-" + seed));
      Path grid = new SavedRun(config, run).sample(classes, all, seed, weights, target);
      spec.commandLine().getOut().println("Done: " + grid);
      return 0;
    }
  }

  private SavedRun.Weights weights(RunConfig config) {
    Made made = choice.made;
    if (made != null) {
      return new SavedRun.Weights.OfLength(
          EmaCommand.checked(made.length, "--ema-length", spec), EmaCommand.step(made.step));
    }
    String name = choice.raw ? EmaConfig.NONE : choice.ema.orElse(config.sample().ema());
    if (!config.ema().knows(name)) {
      throw wrong(
          "There is no average '%s'; the run has %s."
              .formatted(
                  name,
                  config.ema().names().isEmpty()
                      ? "none"
                      : String.join(", ", config.ema().names())));
    }
    return new SavedRun.Weights.Named(name);
  }

  private void checkClasses(BackboneShape backbone) {
    for (int label : classes) {
      if (label < 0 || label >= backbone.classes()) {
        throw wrong(
            "There is no class %d; classes are 0 to %d.".formatted(label, backbone.classes() - 1));
      }
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
