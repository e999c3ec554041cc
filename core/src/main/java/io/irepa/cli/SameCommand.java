package io.irepa.cli;

import io.irepa.study.Launch;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Further processes of this command line: the same Java, flags, libraries and plugins. */
final class SameCommand {
  private static final String TERMINAL = "-Direpa.terminal=";

  /** What a launcher sets, if not by flags. */
  private static final List<String> PROPERTIES =
      List.of(
          "irepa.home",
          "ai.djl.offline",
          "OPT_OUT_TRACKING",
          "ai.djl.pytorch.graph_optimizer",
          "org.slf4j.simpleLogger.defaultLogLevel",
          "java.awt.headless");

  private SameCommand() {}

  /**
   * How they are started.
   *
   * @param plugins folders beside those of the home folder and the environment
   */
  static Launch launch(List<Path> plugins) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String flag : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (!flag.startsWith(TERMINAL)) {
        command.add(flag);
      }
    }
    for (String property : PROPERTIES) {
      String value = System.getProperty(property);
      if (value != null && command.stream().noneMatch(f -> f.startsWith("-D" + property + "="))) {
        command.add("-D%s=%s".formatted(property, value));
      }
    }
    command.add("-D%s=true".formatted(Launch.ENDS_WITH_INPUT));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    plugins.forEach(folder -> command.addAll(List.of("--plugins", folder.toString())));
    return new Launch(command);
  }
}
