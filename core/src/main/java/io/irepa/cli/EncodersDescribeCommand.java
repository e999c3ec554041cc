package io.irepa.cli;

import io.irepa.compose.Plugins;
import io.irepa.config.ComponentType;
import io.irepa.spi.PublishedEncoder;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code irepa encoders describe NAME}: loads no native library. */
@Command(name = "describe", description = "Describes one encoder, or one preset.")
final class EncodersDescribeCommand implements Callable<Integer> {
  @ParentCommand private EncodersCommand parent;
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "NAME", description = "An encoder's type, or a preset's name.")
  private String name;

  @Override
  public Integer call() {
    List<String> known = new ArrayList<>();
    try (Plugins plugins = Installed.plugins(parent.main())) {
      for (Map.Entry<ComponentType, PublishedEncoder> entry :
          PublishedEncoders.of(plugins).entrySet()) {
        String type = entry.getKey().type();
        known.add(type);
        List<PublishedEncoder.Preset> wanted =
            entry.getValue().presets().stream()
                .filter(preset -> name.equals(type) || name.equals(preset.name()))
                .toList();
        if (!wanted.isEmpty()) {
          print(entry.getKey(), entry.getValue(), wanted);
          return 0;
        }
      }
    }
    throw new ParameterException(
        spec.commandLine(),
        "There is no encoder or preset '%s' with published weights. Encoders: %s; 'irepa encoders list' has the presets."
            .formatted(name, String.join(", ", known)));
  }

  private void print(
      ComponentType type, PublishedEncoder record, List<PublishedEncoder.Preset> presets) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf("%s: %s%n", type.type(), type.doc());
    out.printf("  images      %s%n", record.images());
    for (PublishedEncoder.Preset preset : presets) {
      out.printf("%s%n", preset.name());
      out.printf("  dimensions  %s%n", preset.dimensions());
      out.printf(
          "  parameters  %d (%s)%n",
          preset.parameters(), PublishedEncoders.millions(preset.parameters()));
      out.printf(
          "  at 256      input %d, %s tokens of %d numbers%n",
          preset.input(), preset.tokens().grid(), preset.tokens().width());
      out.printf(
          "  written as  encoder: {type: %s, preset: %s, weights: FILE}%n",
          type.type(), preset.name());
    }
    out.printf(
        "The keys of %s are in docs/configuration.md, files and preprocessing in docs/encoders.md.%n",
        type.type());
  }
}
