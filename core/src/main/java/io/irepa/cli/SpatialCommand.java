package io.irepa.cli;

import io.irepa.IoReason;
import io.irepa.IrepaException;
import io.irepa.WholeFile;
import io.irepa.compose.Plugins;
import io.irepa.config.Node;
import io.irepa.config.RunConfig;
import io.irepa.config.RunConfigReader;
import io.irepa.config.YamlReader;
import io.irepa.spatial.SpatialPage;
import io.irepa.spatial.SpatialResult;
import io.irepa.spatial.SpatialStructure;
import io.irepa.spatial.SpatialTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code irepa spatial CONFIG}. */
@Command(
    name = "spatial",
    description = "Measures the spatial structure of encoders' tokens over a data source.")
final class SpatialCommand implements Callable<Integer> {
  @ParentCommand private Main main;
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "CONFIG",
      description =
          "A YAML file with the section data: a run's, whose alignments' encoders are looked at, or one with a section spatial.")
  private Path file;

  @Option(names = "-s", paramLabel = "key.path=value", description = "Overrides a value.")
  private List<String> overrides = new ArrayList<>();

  @Option(
      names = "--encoder",
      paramLabel = "YAML",
      description =
          "A further encoder as a configuration has it, such as '{type: hog}'; may be repeated.")
  private List<String> encoders = new ArrayList<>();

  @Option(names = "--json", description = "Print the numbers as JSON instead of a table.")
  private boolean json;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "DIR",
      defaultValue = "spatial",
      description = "Where spatial.html and spatial.json go (${DEFAULT-VALUE}).")
  private Path out;

  @Override
  public Integer call() {
    try (Plugins plugins = Installed.plugins(main)) {
      List<Node> further = new ArrayList<>();
      encoders.forEach(yaml -> further.add(YamlReader.text("--encoder", yaml)));
      RunConfig config = new RunConfigReader(plugins).readSpatial(file, overrides, further);
      if (config.data().isEmpty()) {
        throw new ParameterException(
            spec.commandLine(), file + " has no section data, which says where images come from.");
      }
      SpatialResult result = new SpatialStructure(config, System.err::println).measure();
      write(result);
      PrintWriter printer = spec.commandLine().getOut();
      if (json) {
        printer.print(SpatialTable.json(result));
      } else {
        SpatialTable.lines(result).forEach(printer::println);
        if (result.masked() == 0 && result.lacksValues()) {
          printer.println(
              "No image has a foreground: the data's images have no alpha, and no masks are named.");
        }
        printer.println("Done: " + out.resolve("spatial.html"));
      }
      return 0;
    }
  }

  private void write(SpatialResult result) {
    try {
      Files.createDirectories(out);
      WholeFile.write(out.resolve("spatial.json"), SpatialTable.json(result));
      SpatialPage.write(result, out.resolve("spatial.html"));
    } catch (IOException e) {
      throw new IrepaException(
          "The results cannot be written to %s: %s.".formatted(out, IoReason.of(e)), e);
    }
  }
}
