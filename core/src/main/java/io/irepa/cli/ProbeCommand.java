package io.irepa.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.irepa.compose.Plugins;
import io.irepa.config.Node;
import io.irepa.config.RunConfig;
import io.irepa.config.RunConfigReader;
import io.irepa.config.YamlReader;
import io.irepa.probe.Probes;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code irepa probe CONFIG}. */
@Command(
    name = "probe",
    description = "Fits a linear classifier on encoders' frozen tokens and tries it on others.")
final class ProbeCommand implements Callable<Integer> {
  @ParentCommand private Main main;
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "CONFIG", description = "A YAML file, as 'irepa spatial' takes it.")
  private Path file;

  @Option(names = "-s", paramLabel = "key.path=value", description = "Overrides a value.")
  private List<String> overrides = new ArrayList<>();

  @Option(
      names = "--encoder",
      paramLabel = "YAML",
      description = "A further encoder, such as '{type: hog}'; may be repeated.")
  private List<String> encoders = new ArrayList<>();

  @Option(
      names = "--images",
      paramLabel = "N",
      defaultValue = "5000",
      description = "Images, evenly over the data (${DEFAULT-VALUE}).")
  private int images;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "16",
      description = "Images an encoder sees at once (${DEFAULT-VALUE}).")
  private int batch;

  @Option(
      names = "--held-out",
      paramLabel = "SHARE",
      defaultValue = "0.2",
      description = "Share of the images that it is tried on (${DEFAULT-VALUE}).")
  private double heldOut;

  @Option(
      names = "--seed",
      defaultValue = "0",
      description = "Seed of the split (${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--global",
      description = "The network's class token instead of the mean of its patch tokens.")
  private boolean global;

  @Option(names = "--json", description = "Print JSON instead of a table.")
  private boolean json;

  @Override
  public Integer call() {
    if (images < 2 || batch < 1 || !(heldOut > 0 && heldOut < 1)) {
      throw wrong("--images is at least 2, --batch at least 1, and --held-out between 0 and 1.");
    }
    try (Plugins plugins = Installed.plugins(main)) {
      List<Node> further = new ArrayList<>();
      encoders.forEach(yaml -> further.add(YamlReader.text("--encoder", yaml)));
      RunConfig config = new RunConfigReader(plugins).readSpatial(file, overrides, further);
      if (config.data().isEmpty()) {
        throw wrong(file + " has no section data, which says where images come from.");
      }
      print(
          new Probes(
                  config,
                  new Probes.Plan(images, batch, heldOut, seed, global),
                  System.err::println)
              .measure());
      return 0;
    }
  }

  private void print(List<Probes.Result> results) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(json(results));
      return;
    }
    int width = 7;
    for (Probes.Result one : results) {
      width = Math.max(width, one.encoder().length());
    }
    String name = "%-" + width + "s";
    out.println(name.formatted("encoder") + "  held out    fitted");
    for (Probes.Result one : results) {
      out.printf(
          Locale.ROOT,
          name + "  %7.2f %%  %7.2f %%%n",
          one.encoder(),
          100 * one.heldOut(),
          100 * one.fitted());
    }
    out.printf(
        "Fitted on %d images, tried on %d others.%n",
        results.get(0).train(), results.get(0).test());
  }

  private static String json(List<Probes.Result> results) {
    ObjectMapper mapper = new ObjectMapper();
    ArrayNode all = mapper.createArrayNode();
    results.forEach(
        one ->
            all.addObject()
                .put("name", one.encoder())
                .put("held-out", one.heldOut())
                .put("fitted", one.fitted())
                .put("train-images", one.train())
                .put("test-images", one.test()));
    try {
      return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(all);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Numbers and names can always be printed.", e);
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
