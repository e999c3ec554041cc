package io.irepa.cli;

import io.irepa.compose.Plugins;
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

  @Option(names = "--raw", description = "The trained parameters instead of their average.")
  private boolean raw;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where pictures go; RUN/samples/seed-N if left out.")
  private Optional<Path> out = Optional.empty();

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
      Path target = out.orElse(run.resolve("samples").resolve("seed-" + seed));
      Path grid =
          new SavedRun(config, run)
              .sample(classes, count.orElse(config.sample().count()), seed, !raw, target);
      spec.commandLine().getOut().println("Done: " + grid);
      return 0;
    }
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
