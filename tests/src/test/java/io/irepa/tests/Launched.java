package io.irepa.tests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The launcher in a process of its own, as a user runs it. */
record Launched(int exitCode, String output) {
  /**
   * Runs {@code ./irepa} with variables and arguments, output and errors together.
   *
   * @throws IllegalStateException if it takes longer than four minutes
   */
  static Launched run(Map<String, String> variables, String... arguments) throws Exception {
    Path root = Repository.root();
    allBuilt(root);
    List<String> command = new ArrayList<>(List.of(root.resolve("irepa").toString()));
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile("irepa", ".out");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(root.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().putAll(variables);
    Process process = builder.start();
    try {
      if (!process.waitFor(4, TimeUnit.MINUTES)) {
        throw new IllegalStateException(command + " still runs:\n" + Files.readString(output));
      }
      return new Launched(process.exitValue(), Files.readString(output));
    } finally {
      process.destroyForcibly();
      Files.delete(output);
    }
  }

  /** Maven has built every module before this one, so the launcher need not. */
  private static void allBuilt(Path root) throws IOException {
    Path stamp = root.resolve("target/.launcher-built");
    Files.createDirectories(stamp.getParent());
    Files.write(stamp, new byte[0]);
  }
}
