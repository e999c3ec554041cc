package io.irepa.cli;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import io.irepa.cache.CachedSource;
import io.irepa.cache.FeatureBuilder;
import io.irepa.compose.Plugins;
import io.irepa.config.RunConfig;
import io.irepa.config.RunConfigReader;
import io.irepa.train.RunModel;
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

/** {@code irepa cache features CONFIG}. */
@Command(
    name = "features",
    description =
        "Runs the encoders once over the data. What is there already stays, if it is whole and the images are the same.")
final class CacheFeaturesCommand implements Callable<Integer> {
  private static final int STOPPED = 130;

  @ParentCommand private CacheCommand parent;
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "CONFIG", description = "A YAML file.")
  private Path file;

  @Option(names = "-s", paramLabel = "key.path=value", description = "Overrides a value.")
  private List<String> overrides = new ArrayList<>();

  @Option(
      names = "--batch",
      defaultValue = "32",
      description = "Images encoded at once (${DEFAULT-VALUE}).")
  private int batch;

  @Override
  public Integer call() {
    if (batch < 1) {
      throw new ParameterException(spec.commandLine(), "--batch is at least 1, not " + batch + ".");
    }
    try (Plugins plugins = Installed.plugins(parent.main())) {
      RunConfig config = new RunConfigReader(plugins).read(file, overrides);
      if (!CachedSource.caches(config)) {
        throw new ParameterException(
            spec.commandLine(),
            "No alignment in %s has a cache. Add 'cache: {path: features}' to each."
                .formatted(file));
      }
      StopSignal signal = parent.main().takeSignals();
      try (NDManager manager =
          Engine.getEngine("PyTorch").newBaseManager(RunModel.device(config.device()))) {
        List<FeatureBuilder.Result> results =
            new FeatureBuilder(config, manager, batch, System.err::println)
                .build(signal::requested);
        return report(results);
      }
    }
  }

  private int report(List<FeatureBuilder.Result> results) {
    PrintWriter out = spec.commandLine().getOut();
    for (FeatureBuilder.Result result : results) {
      out.printf(
          "%s: %s: %d images encoded, %d already there%s%n",
          result.finished() ? "Done" : "Stopped",
          result.folder(),
          result.encoded(),
          result.kept(),
          result.unread() == 0
              ? ""
              : ", %d cannot be read (see broken-limit)".formatted(result.unread()));
      result
          .lossError()
          .ifPresent(
              most ->
                  out.printf(
                      Locale.ROOT, "  rounding changes a cosine loss by at most %.2g%n", most));
    }
    if (results.stream().allMatch(FeatureBuilder.Result::finished)) {
      return 0;
    }
    out.println("The same command goes on.");
    return STOPPED;
  }
}
