package io.irepa.cli;

import io.irepa.compose.Plugins;
import io.irepa.config.ComponentType;
import io.irepa.spi.Encoder;
import io.irepa.spi.PublishedEncoder;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code irepa encoders list}: loads no native library. */
@Command(
    name = "list",
    description =
        "Lists encoders and presets: parameters, image side, tokens and their width for training at 256 pixels.")
final class EncodersListCommand implements Callable<Integer> {
  @ParentCommand private EncodersCommand parent;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (Plugins plugins = Installed.plugins(parent.main())) {
      Map<ComponentType, PublishedEncoder> published = PublishedEncoders.of(plugins);
      for (ComponentType type : plugins.types(Encoder.class)) {
        out.printf("%-12s %s%n", type.type(), type.doc());
        PublishedEncoder record = published.get(type);
        if (record != null) {
          record.presets().forEach(preset -> print(out, preset));
        }
      }
    }
    return 0;
  }

  private static void print(PrintWriter out, PublishedEncoder.Preset preset) {
    out.printf(
        "  %-30s %10s  input %3d  %s tokens of %d%n",
        preset.name(),
        PublishedEncoders.millions(preset.parameters()),
        preset.input(),
        preset.tokens().grid(),
        preset.tokens().width());
  }
}
