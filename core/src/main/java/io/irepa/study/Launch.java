package io.irepa.study;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How processes of the command line are started. Their standard input is a pipe from this process:
 * when this one ends, however it does, theirs does too.
 *
 * @param command that the arguments follow
 */
public record Launch(List<String> command) {
  /** The property that tells a process to end with its standard input. */
  public static final String ENDS_WITH_INPUT = "irepa.ends-with-input";

  /**
   * Starts a process.
   *
   * @param threads that it computes with
   * @param out takes its output; it goes to the log if empty
   * @param log takes its messages, after what is there
   * @throws IOException if there can be no process
   */
  Process start(List<String> arguments, int threads, Optional<Path> out, Path log)
      throws IOException {
    List<String> whole = new ArrayList<>(command);
    whole.addAll(arguments);
    File messages = log.toFile();
    ProcessBuilder builder =
        new ProcessBuilder(whole).redirectError(ProcessBuilder.Redirect.appendTo(messages));
    builder.redirectOutput(
        out.map(file -> ProcessBuilder.Redirect.to(file.toFile()))
            .orElse(ProcessBuilder.Redirect.appendTo(messages)));
    // More threads than cores, all processes together, wait for each other.
    builder.environment().put("OMP_NUM_THREADS", "" + threads);
    return builder.start();
  }
}
