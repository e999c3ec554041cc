package io.irepa.tests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Maven in a process of its own, with the settings of the Maven that runs this build. */
final class Maven {
  private static final long MINUTES = 5;

  private final Path command;

  private Maven(Path command) {
    this.command = command;
  }

  /** The Maven that runs this build, or else the one on the PATH. */
  static Optional<Maven> find() {
    Stream<Path> home =
        Optional.ofNullable(System.getProperty("irepa.maven-home")).stream()
            .map(folder -> Path.of(folder, "bin"));
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    Stream<Path> folders = Arrays.stream(path.split(java.io.File.pathSeparator, -1)).map(Path::of);
    return Stream.concat(home, folders)
        .map(folder -> folder.resolve("mvn"))
        .filter(Files::isExecutable)
        .findFirst()
        .map(Maven::new);
  }

  /** What Maven printed. */
  record Result(int exitCode, String output) {}

  /** Runs goals on a project. */
  Result run(Path project, Path localRepository, Path log, String... goals)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of(command.toString(), "-B", "-ntp"));
    line.add("-Dstyle.color=never");
    line.add("-Dmaven.repo.local=" + localRepository);
    outer("irepa.maven-settings")
        .filter(settings -> Files.exists(Path.of(settings)))
        .ifPresent(settings -> line.addAll(List.of("-s", settings)));
    outer("irepa.maven-offline").filter("true"::equals).ifPresent(offline -> line.add("-o"));
    line.addAll(List.of(goals));
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .directory(project.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.start();
    if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly().waitFor();
      return new Result(-1, Files.readString(log) + "\nstopped after " + MINUTES + " minutes");
    }
    return new Result(process.exitValue(), Files.readString(log));
  }

  /** A property of the form {@code name=value}, as the POM of this module passes it. */
  private static Optional<String> outer(String property) {
    return Optional.ofNullable(System.getProperty(property))
        .map(text -> text.substring(text.indexOf('=') + 1));
  }
}
