package io.irepa.cli;

import io.irepa.IoReason;
import io.irepa.IrepaException;
import io.irepa.WholeFile;
import io.irepa.compose.Plugins;
import io.irepa.config.ReferenceWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code irepa plugins docs [ID…]}: loads no native library. */
@Command(
    name = "docs",
    description = "Prints the configuration reference of what plugins bring, in Markdown.")
final class PluginsDocsCommand implements Callable<Integer> {
  @ParentCommand private PluginsCommand plugins;
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "ID",
      arity = "0..*",
      description = "core, or plugins by the ids that 'irepa plugins list' shows; all if left out.")
  private List<String> ids = List.of();

  @Option(
      names = {"-o", "--out"},
      paramLabel = "DIR",
      description = "Write a file ID.md for each plugin into this folder instead.")
  private Path out;

  @Override
  public Integer call() {
    try (Plugins all = Installed.plugins(plugins.main())) {
      Map<String, String> known = new LinkedHashMap<>();
      known.put("core", Main.Version.number());
      all.loaded().forEach(plugin -> known.put(plugin.id(), plugin.version()));
      for (String id : ids) {
        if (!known.containsKey(id)) {
          throw new ParameterException(
              spec.commandLine(),
              "There is no plugin '%s'; there are %s."
                  .formatted(id, String.join(", ", known.keySet())));
        }
      }
      ReferenceWriter writer = new ReferenceWriter(all);
      known.forEach(
          (id, version) -> {
            if (ids.isEmpty() || ids.contains(id)) {
              put(id, writer.plugin(id, version));
            }
          });
      return 0;
    }
  }

  private void put(String id, String text) {
    if (out == null) {
      spec.commandLine().getOut().println(text);
      return;
    }
    Path file = out.resolve(id + ".md");
    try {
      Files.createDirectories(out);
      WholeFile.write(file, text);
    } catch (IOException e) {
      throw new IrepaException(
          "The reference cannot be written to %s: %s.".formatted(file, IoReason.of(e)), e);
    }
  }
}
