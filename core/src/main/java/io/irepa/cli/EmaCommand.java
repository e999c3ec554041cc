package io.irepa.cli;

import io.irepa.config.EmaConfig;
import io.irepa.train.Reconstruction;
import io.irepa.train.Snapshots;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code irepa ema RUN --length L}. */
@Command(
    name = "ema",
    description = "Makes an average of any length from a run's snapshots, after training.")
final class EmaCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "RUN", description = "A run's folder.")
  private Path run;

  @Option(
      names = "--length",
      required = true,
      paramLabel = "LENGTH",
      description = "Relative length, such as 0.08: about that share of the training.")
  private double length;

  @Option(
      names = "--step",
      paramLabel = "N",
      description = "The step it ends at; the newest snapshot's if left out.")
  private Optional<Long> step = Optional.empty();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "A safetensors file; RUN/ema/step-N-LENGTH.safetensors if left out.")
  private Optional<Path> out = Optional.empty();

  @Override
  public Integer call() {
    if (!Files.isDirectory(run)) {
      throw new ParameterException(spec.commandLine(), "There is no folder " + run + ".");
    }
    checked(length, "--length", spec);
    try (Reconstruction average = Reconstruction.of(new Snapshots(run), length, step(step))) {
      String name = "step-%d-%s.safetensors".formatted(average.step(), EmaConfig.plain(length));
      Path file = out.orElse(run.resolve("ema").resolve(name));
      average.write(file);
      spec.commandLine()
          .getOut()
          .printf(Locale.ROOT, "Done: %s (weights within %.2g %%)%n", file, 100 * average.error());
      return 0;
    }
  }

  static OptionalLong step(Optional<Long> given) {
    return given.map(OptionalLong::of).orElseGet(OptionalLong::empty);
  }

  /** A length that there can be. */
  static double checked(double length, String option, CommandSpec spec) {
    if (!(length >= EmaConfig.SHORTEST && length <= EmaConfig.LONGEST)) {
      throw new ParameterException(
          spec.commandLine(),
          "%s is from %s to %s, not %s."
              .formatted(option, EmaConfig.SHORTEST, EmaConfig.LONGEST, length));
    }
    return length;
  }
}
