package io.irepa.cli;

import io.irepa.compose.Plugins;
import io.irepa.train.EncoderBench;
import io.irepa.train.EncoderFigures;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code irepa encoders bench}. */
@Command(name = "bench", description = "Times an encoder's loading, and its passes over images.")
final class EncodersBenchCommand implements Callable<Integer> {
  @ParentCommand private EncodersCommand parent;
  @Spec private CommandSpec spec;

  @Option(
      names = "--encoder",
      paramLabel = "YAML",
      required = true,
      description = "The encoder as a configuration has it, such as '{type: hog}'.")
  private String encoder;

  @Option(
      names = "--precision",
      defaultValue = "bfloat16",
      description = "bfloat16 or float32 (${DEFAULT-VALUE}).")
  private String precision;

  @Option(
      names = "--device",
      defaultValue = "auto",
      description = "auto, cpu, cuda or cuda:N (${DEFAULT-VALUE}).")
  private String device;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "8",
      description = "Images a pass (${DEFAULT-VALUE}).")
  private int batch;

  @Option(
      names = "--resolution",
      paramLabel = "N",
      defaultValue = "256",
      description = "Side of the images in pixels (${DEFAULT-VALUE}).")
  private int resolution;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "10",
      description = "Passes that are timed (${DEFAULT-VALUE}).")
  private int steps;

  @Option(
      names = "--warmup",
      paramLabel = "N",
      defaultValue = "2",
      description = "Passes before them; the first compiles kernels (${DEFAULT-VALUE}).")
  private int warmup;

  @Option(names = "--json", description = "Print one line of JSON.")
  private boolean json;

  @Override
  public Integer call() {
    Map.of("--batch", batch, "--resolution", resolution, "--steps", steps, "--warmup", warmup)
        .forEach(this::atLeastOne);
    try (Plugins plugins = Installed.plugins(parent.main())) {
      EncoderFigures figures =
          new EncoderBench(
                  OneEncoder.read(
                      plugins,
                      Map.of("encoder", encoder),
                      Map.of("device", device, "precision", precision)),
                  new EncoderBench.Plan(batch, resolution, steps, warmup))
              .run();
      print(figures, spec.commandLine().getOut());
      return 0;
    }
  }

  private void print(EncoderFigures figures, PrintWriter out) {
    if (json) {
      out.println(figures.json());
      return;
    }
    out.printf(
        "%s: %s tokens of %d numbers%n",
        figures.type(), figures.shape().grid(), figures.shape().width());
    out.printf("  loading      %.0f ms%n", figures.loading());
    out.printf(
        "  batch of %-3d %.1f ms, %.2f images/s%n",
        figures.batch(), figures.median(), figures.imagesPerSecond());
    figures.peakMebibytes().ifPresent(mib -> out.printf("  peak memory  %.0f MiB%n", mib));
    out.printf("  %s, %s, %d threads%n", figures.precision(), figures.device(), figures.threads());
  }

  private void atLeastOne(String option, int value) {
    if (value < 1) {
      throw new ParameterException(
          spec.commandLine(), option + " is " + value + "; it must be at least 1.");
    }
  }
}
