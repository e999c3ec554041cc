package io.irepa.cli;

import io.irepa.compose.Plugins;
import io.irepa.config.RunConfig;
import io.irepa.config.RunConfigReader;
import io.irepa.exchange.Importer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code irepa import FILE RUN --config CONFIG}. */
@Command(
    name = "import",
    description = "Makes a run of a published checkpoint, to sample from and to train on.")
final class ImportCommand implements Callable<Integer> {
  @ParentCommand private Main main;
  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "FILE",
      description = "A file of torch.save (.pt, .pth), or .safetensors.")
  private Path file;

  @Parameters(index = "1", paramLabel = "RUN", description = "The run's folder, made here.")
  private Path run;

  @Option(
      names = "--config",
      required = true,
      paramLabel = "CONFIG",
      description = "A YAML file that describes the model; the run takes its folder's name.")
  private Path config;

  @Option(names = "-s", paramLabel = "key.path=value", description = "Overrides a value.")
  private List<String> overrides = new ArrayList<>();

  @Option(names = "--step", paramLabel = "N", description = "Steps done; else what the file says.")
  private Optional<Long> step = Optional.empty();

  @Option(
      names = "--drop",
      paramLabel = "NAME",
      description = "Leaves arrays of the file out, such as projector.")
  private List<String> drop = new ArrayList<>();

  @Option(
      names = "--fresh",
      paramLabel = "NAME",
      description = "Starts arrays that the file lacks as a new run does.")
  private List<String> fresh = new ArrayList<>();

  @Option(names = "--without-optimizer", description = "Leaves the optimizer's state out.")
  private boolean withoutOptimizer;

  @Override
  public Integer call() {
    if (step.isPresent() && step.get() < 0) {
      throw new ParameterException(spec.commandLine(), "--step is at least 0.");
    }
    try (Plugins plugins = Installed.plugins(main)) {
      List<String> all = new ArrayList<>(overrides);
      Path folder = run.toAbsolutePath().normalize();
      all.add("name=" + folder.getFileName());
      RunConfig read = new RunConfigReader(plugins).read(config, all);
      Importer.Report report =
          new Importer(
                  read,
                  plugins.versions(read),
                  new Importer.Choice(
                      drop,
                      fresh,
                      !withoutOptimizer,
                      step.isPresent() ? OptionalLong.of(step.get()) : OptionalLong.empty()))
              .run(file, run);
      report.notes().forEach(spec.commandLine().getOut()::println);
      spec.commandLine()
          .getOut()
          .printf(
              "Done: %s, at step %d. It goes on with: irepa train %s --runs %s%n",
              run, report.step(), run.resolve("config.yaml"), folder.getParent());
      return 0;
    }
  }
}
