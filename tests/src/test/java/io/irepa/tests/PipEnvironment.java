package io.irepa.tests;

import static org.junit.jupiter.api.Assumptions.abort;

import io.irepa.WholeFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A Python of a test's own under {@code tests/target}, with packages from the registry; made once
 * and used again.
 *
 * @param folder of the virtual environment
 */
record PipEnvironment(Path folder) {
  /**
   * An environment with what the calls of pip install; where there is no Python or no registry, the
   * test is skipped.
   *
   * @param installs arguments of {@code pip install}, one list a call
   */
  static PipEnvironment of(String name, List<List<String>> installs)
      throws IOException, InterruptedException {
    Path folder = Repository.root().resolve("tests/target/python").resolve(name);
    PipEnvironment environment = new PipEnvironment(folder);
    Files.createDirectories(folder.getParent());
    try (FileChannel lock =
        FileChannel.open(
            folder.resolveSibling(name + ".lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE)) {
      lock.lock(); // Another process of these tests may be making it; closing the file unlocks.
      return made(environment, name, installs);
    }
  }

  private static PipEnvironment made(
      PipEnvironment environment, String name, List<List<String>> installs)
      throws IOException, InterruptedException {
    Path folder = environment.folder();
    Path note = folder.resolve("installed.txt");
    if (Files.exists(note) && Files.readString(note).equals(installs.toString())) {
      return environment;
    }
    Path log = Files.createTempFile("irepa-pip", ".log");
    try {
      if (!runs(log, 60, List.of("python3", "-m", "venv", "--clear", folder.toString()))) {
        abort("There is no python3 with venv: " + Files.readString(log));
      }
      for (List<String> install : installs) {
        List<String> command = new ArrayList<>(List.of(environment.bin("pip"), "install", "-q"));
        command.addAll(List.of("--disable-pip-version-check", "--retries", "1"));
        command.addAll(install);
        if (!runs(log, 240, command)) {
          abort(name + " cannot be installed from the package registry.");
        }
      }
      WholeFile.write(note, installs.toString());
      return environment;
    } finally {
      Files.delete(log);
    }
  }

  String bin(String program) {
    return folder.resolve("bin").resolve(program).toString();
  }

  private static boolean runs(Path log, int seconds, List<String> command)
      throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
        return false;
      }
      return process.exitValue() == 0;
    } catch (IOException e) {
      return false; // No such program.
    }
  }
}
