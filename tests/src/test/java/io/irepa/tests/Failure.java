package io.irepa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What every failure has in common, whatever went wrong. */
final class Failure {
  private Failure() {}

  /** The exit code, parts of the message, and no stack trace. */
  static void assertFails(Cli cli, int exitCode, String... parts) {
    assertThat(cli.exitCode()).as("exit code; %s", cli.err()).isEqualTo(exitCode);
    assertThat(cli.err()).as("message").contains(parts);
    assertThat(cli.err().lines().filter(line -> line.matches("\\s+at [\\w.$/]+\\(.*\\)")))
        .as("lines of a stack trace")
        .isEmpty();
    assertThat(cli.err()).as("message").doesNotContain("unexpected failure", "ERROR");
  }

  /** No file that was being written when the failure came. */
  static void assertNothingHalfWritten(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> leftovers =
          files
              .filter(file -> file.getFileName().toString().startsWith("."))
              .filter(file -> !file.getFileName().toString().equals(".lock"))
              .toList();
      assertThat(leftovers).as("hidden files").isEmpty();
    }
  }

  /** The threads that read data are gone. */
  static void assertNoReaderRuns() {
    assertThat(Thread.getAllStackTraces().keySet())
        .as("threads")
        .noneMatch(thread -> thread.isAlive() && thread.getName().equals("irepa-data"));
  }
}
