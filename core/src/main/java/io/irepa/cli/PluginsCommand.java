package io.irepa.cli;

import io.irepa.compose.Plugins;
import io.irepa.config.ComponentType;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code irepa plugins list}: loads no native library. */
@Command(
    name = "plugins",
    description = "Shows the plugins that are installed, begins new ones, and checks jars.",
    subcommands = {PluginsNewCommand.class, PluginsCheckCommand.class, PluginsDocsCommand.class})
final class PluginsCommand implements Runnable {
  @ParentCommand private Main main;
  @Spec private CommandSpec spec;

  Main main() {
    return main;
  }

  @Command(name = "list", description = "Lists plugins, where they lie, and what they bring.")
  int list() {
    PrintWriter out = spec.commandLine().getOut();
    try (Plugins plugins = Plugins.load(main.pluginFolders())) {
      out.println("core");
      plugins.all().stream()
          .filter(type -> type.origin().equals("core"))
          .forEach(type -> print(out, type));
      for (Plugins.Loaded plugin : plugins.loaded()) {
        out.println(plugin.id() + " " + plugin.version() + "  " + plugin.jar());
        plugin.types().forEach(type -> print(out, type));
      }
      plugins.failures().forEach(failure -> spec.commandLine().getErr().println(failure));
      return plugins.failures().isEmpty() ? 0 : 2;
    }
  }

  private static void print(PrintWriter out, ComponentType type) {
    out.printf("  %-14s %-14s %s%n", type.slot().getSimpleName(), type.type(), type.doc());
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
