package io.irepa.cli;

import io.irepa.compose.Plugins;
import io.irepa.config.RunConfig;
import io.irepa.config.RunConfigReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A configuration as commands take it: a file, and values that replace its own. */
final class ConfigFile {
  @Parameters(paramLabel = "CONFIG", description = "A YAML file.")
  private Path file;

  @Option(names = "-s", paramLabel = "key.path=value", description = "Overrides a value.")
  private List<String> overrides = new ArrayList<>();

  /** As it was given. */
  Path file() {
    return file;
  }

  /** Reads and checks it. */
  RunConfig read(Plugins plugins) {
    return new RunConfigReader(plugins).read(file, overrides);
  }
}
