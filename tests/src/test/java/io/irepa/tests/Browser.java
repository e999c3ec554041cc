package io.irepa.tests;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A headless Chromium without a network. */
record Browser(Path program) {
  /** The one that is installed, or the test is skipped. */
  static Browser installed() {
    Optional<Path> found =
        Stream.of("chromium", "chromium-browser", "google-chrome")
            .flatMap(
                name ->
                    Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator, -1))
                        .map(folder -> Path.of(folder, name)))
            .filter(Files::isExecutable)
            .findFirst();
    Assumptions.assumeTrue(found.isPresent(), "No Chromium is installed.");
    return new Browser(found.get());
  }

  /**
   * Opens a page of a file and gives its elements once its scripts have run.
   *
   * @param page file
   * @param profile a new folder for the browser's own files
   */
  String elements(Path page, Path profile) throws IOException, InterruptedException {
    Path output = Files.createTempFile("irepa-browser", ".html");
    try {
      List<String> command = new ArrayList<>(List.of(program.toString(), "--headless"));
      command.addAll(List.of("--no-sandbox", "--disable-gpu", "--user-data-dir=" + profile));
      command.add("--host-resolver-rules=MAP * ~NOTFOUND");
      command.addAll(List.of("--virtual-time-budget=5000", "--dump-dom", page.toUri().toString()));
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(output.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      boolean ended = process.waitFor(60, TimeUnit.SECONDS);
      process.destroyForcibly().waitFor();
      Assumptions.assumeTrue(ended, "The browser does not end by itself here.");
      return Files.readString(output, StandardCharsets.UTF_8);
    } finally {
      Files.delete(output);
    }
  }
}
