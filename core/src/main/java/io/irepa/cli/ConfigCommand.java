package io.irepa.cli;

import io.irepa.compose.Plugins;
import io.irepa.config.ConfigPrinter;
import io.irepa.config.ReferenceWriter;
import io.irepa.config.RunConfig;
import io.irepa.config.RunConfigReader;
import io.irepa.config.SchemaWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code irepa config check|show|schema|reference}: loads no native library. */
@Command(name = "config", description = "Checks, resolves and describes configurations.")
final class ConfigCommand implements Runnable {
  @ParentCommand private Main main;
  @Spec private CommandSpec spec;

  @Command(name = "check", description = "Lists everything that is wrong with a configuration.")
  int check(
      @Parameters(paramLabel = "CONFIG") Path file,
      @Option(names = "-s", paramLabel = "key.path=value") List<String> overrides) {
    read(file, overrides);
    spec.commandLine().getOut().println(file + " is fine.");
    return 0;
  }

  @Command(name = "show", description = "Prints a configuration with all defaults.")
  int show(
      @Parameters(paramLabel = "CONFIG") Path file,
      @Option(names = "-s", paramLabel = "key.path=value") List<String> overrides) {
    spec.commandLine().getOut().print(ConfigPrinter.print(read(file, overrides)));
    return 0;
  }

  @Command(name = "schema", description = "Prints the JSON schema of what is installed.")
  int schema() {
    try (Plugins plugins = Installed.plugins(main)) {
      spec.commandLine().getOut().println(new SchemaWriter(plugins).write());
    }
    return 0;
  }

  @Command(name = "reference", description = "Prints the reference of what is installed.")
  int reference() {
    try (Plugins plugins = Installed.plugins(main)) {
      spec.commandLine().getOut().print(new ReferenceWriter(plugins).write());
    }
    return 0;
  }

  private RunConfig read(Path file, List<String> overrides) {
    try (Plugins plugins = Installed.plugins(main)) {
      return new RunConfigReader(plugins)
          .read(file, overrides == null ? new ArrayList<>() : overrides);
    }
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
