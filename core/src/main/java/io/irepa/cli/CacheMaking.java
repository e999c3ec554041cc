package io.irepa.cli;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import io.irepa.cache.CacheBuilder;
import io.irepa.compose.Plugins;
import io.irepa.config.RunConfig;
import io.irepa.train.RunModel;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** What the commands that make caches have in common. */
abstract class CacheMaking implements Callable<Integer> {
  private static final int STOPPED = 130;

  @ParentCommand private CacheCommand parent;
  @Spec private CommandSpec spec;

  @Mixin private ConfigFile configuration;

  @Option(
      names = "--batch",
      defaultValue = "32",
      description = "Images encoded at once (${DEFAULT-VALUE}).")
  private int batch;

  /** Why there is nothing to make, with {@code %s} for the file; empty if there is. */
  abstract Optional<String> nothing(RunConfig config);

  /** Makes the caches. */
  abstract List<CacheBuilder.Result> make(CacheBuilder builder, BooleanSupplier stop);

  /** What rounding does, in words with a place for a number. */
  abstract String rounding();

  @Override
  public Integer call() {
    if (batch < 1) {
      throw new ParameterException(spec.commandLine(), "--batch is at least 1, not " + batch + ".");
    }
    try (Plugins plugins = Installed.plugins(parent.main())) {
      RunConfig config = configuration.read(plugins);
      Optional<String> nothing = nothing(config);
      if (nothing.isPresent()) {
        throw new ParameterException(
            spec.commandLine(), nothing.get().formatted(configuration.file()));
      }
      StopSignal signal = parent.main().takeSignals();
      try (NDManager manager =
          Engine.getEngine("PyTorch").newBaseManager(RunModel.device(config.device()))) {
        return report(
            make(new CacheBuilder(config, manager, batch, System.err::println), signal::requested));
      }
    }
  }

  private int report(List<CacheBuilder.Result> results) {
    PrintWriter out = spec.commandLine().getOut();
    for (CacheBuilder.Result result : results) {
      out.printf(
          "%s: %s: %d images encoded, %d already there%s%n",
          result.finished() ? "Done" : "Stopped",
          result.folder(),
          result.encoded(),
          result.kept(),
          result.unread() == 0
              ? ""
              : ", %d cannot be read (see broken-limit)".formatted(result.unread()));
      result.error().ifPresent(most -> out.printf(Locale.ROOT, rounding() + "%n", most));
    }
    if (results.stream().allMatch(CacheBuilder.Result::finished)) {
      return 0;
    }
    out.println("The same command goes on.");
    return STOPPED;
  }
}
