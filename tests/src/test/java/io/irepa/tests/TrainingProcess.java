package io.irepa.tests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A command in a JVM of its own, which a test disturbs. */
final class TrainingProcess implements AutoCloseable {
  private final Process process;
  private final Path output;

  private TrainingProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /**
   * Starts it with the class path of the tests and this checkout's plugins.
   *
   * @param folder gets a file of its output
   */
  static TrainingProcess start(Path folder, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx1g", "-XX:-UsePerfData", "-Djava.awt.headless=true"));
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Dai.djl.offline=true"));
    command.addAll(List.of("-DOPT_OUT_TRACKING=true", "-Dai.djl.pytorch.graph_optimizer=false"));
    command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=error");
    command.add("-Direpa.home=" + Repository.root());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.irepa.cli.Main"));
    command.addAll(arguments);
    Path output = Files.createTempFile(folder, "process-", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.to(output.toFile()));
    // One thread: a step of a toy takes longer to be shared than to be done.
    builder.environment().put("OMP_NUM_THREADS", "1");
    return new TrainingProcess(builder.start(), output);
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** What it has printed, output and errors together. */
  String output() throws IOException {
    return Files.readString(output);
  }

  /** Waits for a file, as long as the process lives. */
  boolean awaits(Path file) throws InterruptedException {
    while (process.isAlive() && !Files.exists(file)) {
      Thread.sleep(2);
    }
    return process.isAlive();
  }

  /** Sends SIGKILL. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Sends a signal by its name, such as {@code INT}. */
  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, "" + process.pid()).inheritIO().start().waitFor();
  }

  /**
   * Waits for its end.
   *
   * @throws IllegalStateException after a minute
   */
  Cli end() throws IOException, InterruptedException {
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new IllegalStateException("The process still runs:\n" + output());
    }
    return new Cli(process.exitValue(), "", output());
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
