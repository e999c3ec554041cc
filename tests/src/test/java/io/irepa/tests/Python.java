package io.irepa.tests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * A Python with PyTorch, for tests that compare with it: the one that {@code IREPA_TEST_PYTHON}
 * names, or one in {@code tests/target/python}, which is made if {@code IREPA_TEST_INSTALL} is
 * {@code true}. It is not made unasked: with its CUDA libraries PyTorch is a download of 3 GB,
 * which takes longer than all tests together.
 */
record Python(String command) {
  private static final String TORCH = "torch==2.7.1";

  /** That Python, or the test is skipped. */
  static Python withTorch() throws IOException, InterruptedException {
    String named = System.getenv("IREPA_TEST_PYTHON");
    Path own = Repository.root().resolve("tests/target/python");
    Path binary = own.resolve("bin/python");
    if (named == null
        && !Files.exists(binary)
        && "true".equals(System.getenv("IREPA_TEST_INSTALL"))) {
      install(own, binary);
    }
    Assumptions.assumeTrue(
        named != null || Files.exists(binary),
        "No Python with PyTorch: name one with IREPA_TEST_PYTHON, or have it installed (3 GB) with IREPA_TEST_INSTALL=true.");
    Python python = new Python(named != null ? named : binary.toString());
    Optional<String> version = python.output(60, "-c", "import torch; print(torch.__version__)");
    Assumptions.assumeTrue(version.isPresent(), python.command() + " has no PyTorch.");
    return python;
  }

  private static void install(Path own, Path binary) throws IOException, InterruptedException {
    boolean made =
        new Python("python3").output(120, "-m", "venv", own.toString()).isPresent()
            && new Python(binary.toString())
                .output(1200, "-m", "pip", "install", "-q", TORCH, "numpy")
                .isPresent();
    if (!made) {
      Files.deleteIfExists(binary);
    }
    Assumptions.assumeTrue(made, "PyTorch could not be installed into " + own + ".");
  }

  /** Runs a script of the test's resources and gives what it prints. */
  String run(Path script, String... arguments) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of(script.toString()));
    all.addAll(List.of(arguments));
    return output(120, all.toArray(String[]::new))
        .orElseThrow(() -> new AssertionError(all + " failed; its errors are above."));
  }

  /** What is printed; empty if it fails, or takes longer. */
  private Optional<String> output(int seconds, String... arguments)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(List.of(arguments));
    Path output = Files.createTempFile("irepa", ".out");
    try {
      Process process =
          new ProcessBuilder(all)
              .redirectOutput(output.toFile())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
      process.destroyForcibly();
      return ended && process.exitValue() == 0
          ? Optional.of(Files.readString(output))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // There is no such program.
    } finally {
      Files.delete(output);
    }
  }
}
