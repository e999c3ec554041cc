package io.irepa.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.irepa.author.Kind;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run all of whose parts come from one plugin, which misbehaves on demand in each method that the
 * run calls. The parts are those that {@code irepa plugins new} writes.
 */
final class MisbehavingPluginTest {
  /** Called first in each method; System properties say where something is to happen, and what. */
  private static final String DEMON =
      """
      package demon;

      import java.util.Properties;
      import java.util.concurrent.atomic.AtomicLong;

      public final class Demon {
        private Demon() {}

        public static void at(String place) {
          Properties demon = (Properties) System.getProperties().get("irepa.tests.demon");
          if (demon == null) {
            return;
          }
          long call = ((AtomicLong) demon.computeIfAbsent(place, p -> new AtomicLong())).incrementAndGet();
          if (place.equals(demon.get("place")) && Long.valueOf(call).equals(demon.get("call"))) {
            act((String) demon.get("deed"));
          }
        }

        private static void act(String deed) {
          switch (deed) {
            case "throw" -> throw new IllegalStateException("out of luck");
            case "overflow" -> overflow(0);
            case "link" -> throw new NoSuchMethodError("gone.Method");
            case "checked" -> Demon.<RuntimeException>sneak(new java.util.concurrent.TimeoutException("late"));
            case "exit" -> System.exit(0);
            case "runtime-exit" -> Runtime.getRuntime().exit(0);
            case "halt" -> Runtime.getRuntime().halt(0);
            case "hang" -> hang();
            default -> throw new IllegalArgumentException(deed);
          }
        }

        private static int overflow(int depth) {
          return depth + overflow(depth + 1);
        }

        private static void hang() {
          try {
            Thread.sleep(600_000);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // As many an author would have it, and goes on.
          }
        }

        private static <T extends Throwable> void sneak(Throwable e) throws T {
          throw (T) e;
        }
      }
      """;

  private static final List<String> DEEDS =
      List.of("throw", "exit", "hang", "overflow", "runtime-exit", "link", "checked", "halt");

  /** Long enough for what does not hang, unless the machine is very busy. */
  private static final String LIMIT = "train.call-limit=0.5";

  /** Where a method begins that core calls: after its head. */
  private static final Pattern METHOD =
      Pattern.compile("@Override\\s+public [^=;{}]*?\\b(\\w+)\\([^{}]*?\\)[^{};]*\\{");

  @TempDir private static Path shared;
  private static Path plugins;

  @TempDir private Path folder;

  @BeforeAll
  static void make() throws IOException {
    plugins = Files.createDirectories(shared.resolve("plugins"));
    JarMaker jar = new JarMaker(plugins, "demon").source(DEMON);
    AllKinds.add(jar, "demon", shared.resolve("projects"), MisbehavingPluginTest::possessed)
        .make("demon.jar");
  }

  private static String possessed(String source, Kind kind) {
    Matcher methods = METHOD.matcher(source);
    String result =
        methods.replaceAll(
            found ->
                Matcher.quoteReplacement(
                    found.group()
                        + " demon.Demon.at(\""
                        + kind.option()
                        + "."
                        + found.group(1)
                        + "\");"));
    Matcher constructor = Pattern.compile("@Inject\\s+public \\w+\\([^{}]*\\) \\{").matcher(result);
    return constructor.replaceAll(
        found ->
            Matcher.quoteReplacement(
                found.group() + " demon.Demon.at(\"" + kind.option() + ".<init>\");"));
  }

  @AfterEach
  void exorcise() throws IOException {
    System.getProperties().remove("irepa.tests.demon");
    Failure.assertNoReaderRuns();
  }

  private Cli train(Path to, String... overrides) throws IOException {
    Path config =
        Files.writeString(Files.createDirectories(to).resolve("demon.yaml"), AllKinds.run("demon"));
    List<String> arguments = new ArrayList<>(List.of("--plugins", plugins.toString(), "train"));
    arguments.addAll(List.of(config.toString(), "--runs", to.toString()));
    for (String override : overrides) {
      arguments.addAll(List.of("-s", override));
    }
    return Cli.run(arguments.toArray(String[]::new));
  }

  private static Properties demon() {
    Properties demon = new Properties();
    System.getProperties().put("irepa.tests.demon", demon);
    return demon;
  }

  /** How often the run calls each method. */
  private Map<String, Long> calls() throws IOException {
    Properties demon = demon();
    Cli cli = train(folder.resolve("harmless"));
    assertThat(cli.exitCode()).as(cli.err()).isZero();
    Map<String, Long> calls = new LinkedHashMap<>();
    demon.keySet().stream()
        .map(String.class::cast)
        .sorted()
        .forEach(place -> calls.put(place, ((AtomicLong) demon.get(place)).get()));
    return calls;
  }

  @TestFactory
  List<DynamicTest> isNamedWhateverItDoesWhereverItIsCalled() throws IOException {
    Map<String, Long> calls = calls();
    assertThat(calls.keySet())
        .as("methods that the run calls")
        .contains("loss.loss", "backbone.forward", "objective.velocity", "tracker.scalars")
        .hasSizeGreaterThan(35);
    List<DynamicTest> tests = new ArrayList<>();
    for (Map.Entry<String, Long> place : calls.entrySet()) {
      String deed = DEEDS.get(tests.size() % DEEDS.size());
      tests.add(
          dynamicTest(
              deed + " in " + place.getKey(),
              () -> misbehaves(place.getKey(), (place.getValue() + 1) / 2, deed)));
    }
    return tests;
  }

  private void misbehaves(String place, long call, String deed) throws IOException {
    Properties demon = demon();
    demon.put("place", place);
    demon.put("call", call);
    // Nothing watches over the reading of a configuration.
    boolean hangs = deed.equals("hang") && !place.matches(".*\\.(shape|tokens|latents|check)");
    demon.put("deed", deed.equals("hang") && !hangs ? "throw" : deed);
    Path to = folder.resolve(place.replaceAll("[<>]", ""));
    Cli cli = hangs ? train(to, LIMIT) : train(to);
    System.getProperties().remove("irepa.tests.demon");
    Failure.assertFails(cli, 1, "plugin demon 1.0.0", "demon.jar");
    Failure.assertNothingHalfWritten(to);
    Path run = to.resolve("all");
    Path records = run.resolve("metrics.jsonl");
    long steps =
        Files.exists(records)
            ? Files.readAllLines(records).stream()
                .filter(line -> line.contains("loss.total"))
                .count()
            : 0;
    if (steps > 2) {
      assertThat(new File(run.toFile(), "checkpoints").list())
          .as("checkpoints after %d steps", steps)
          .containsAnyOf("step-2", "step-3", "step-4");
    }
  }

  @Test
  void theRunGoesOnFromWhatWasSaved() throws IOException {
    Properties demon = demon();
    demon.put("place", "loss.loss");
    demon.put("call", 4L);
    demon.put("deed", "exit");
    Failure.assertFails(train(folder), 1, "System.exit(0)", "demon.jar");
    Cli resumed = train(folder);
    assertThat(resumed.exitCode()).as(resumed.err()).isZero();
    assertThat(resumed.err()).as("note").contains("Going on from step 3");
  }

  @Test
  void theStepsBeforeAFailureAreSaved() throws IOException {
    Properties demon = demon();
    demon.put("place", "loss.loss");
    demon.put("call", 4L);
    demon.put("deed", "throw");
    Failure.assertFails(train(folder), 1, "out of luck", "The 3 steps before are saved");
    assertThat(folder.resolve("all/checkpoints/step-3")).as("checkpoint").isDirectory();
  }

  @Test
  void whatHangsIsToldWithItsStack() throws IOException {
    Properties demon = demon();
    demon.put("place", "projector.project");
    demon.put("call", 2L);
    demon.put("deed", "hang");
    Failure.assertFails(
        train(folder, LIMIT),
        1,
        "The Projector 'demon-projector'",
        "train.call-limit, 0.5 s",
        "java.lang.Thread.sleep",
        "demon.Demon.hang");
  }

  /** A thread that computes cannot be interrupted, so this ends the process. */
  @Test
  void whatSpinsForeverEndsTheProcessAndTheCheckpointStays() throws Exception {
    Path plugin = Files.createDirectories(folder.resolve("plugins"));
    String spin =
        "while (calls > 3) {} return projected.values().sub(target.values()).square().mean();";
    new PluginMaker(plugin).jar(PluginMaker.loss("", spin));
    Toy toy = new Toy(folder);
    List<String> arguments =
        toy.arguments(Map.of("alignment.0.loss", "acme-loss", "train.call-limit", "4"));
    arguments.addAll(List.of("--plugins", plugin.toString()));
    try (TrainingProcess process = TrainingProcess.start(folder, arguments)) {
      Failure.assertFails(
          process.end(),
          1,
          "'acme-loss'",
          "acme.jar",
          "train.call-limit, 4 s",
          "acme.Loss.loss",
          "cannot be interrupted");
    }
    assertThat(toy.checkpoint(2)).as("last checkpoint").isDirectory();
  }

  @Test
  void whatLeavesArraysOpenIsNamedAndTheRunIsSaved() throws IOException {
    Path plugin = Files.createDirectories(folder.resolve("plugins"));
    String leak =
        """
        try (io.irepa.tensor.Scope inner = io.irepa.tensor.Scope.open()) {
          inner.keep(target.values().duplicate(), manager);
        }
        return projected.values().sub(target.values()).square().mean();
        """;
    String source =
        PluginMaker.loss("this.manager = manager;", leak)
            .replace("public Loss() {", "public Loss(ai.djl.ndarray.NDManager manager) {")
            .replace(
                "private int calls;",
                "private int calls; private final ai.djl.ndarray.NDManager manager;");
    new PluginMaker(plugin).jar(source);
    Toy toy = new Toy(folder);
    Cli cli =
        toy.train(
            Map.of(
                "alignment.0.loss", "{type: acme-loss}",
                "train.steps", "100",
                "train.checkpoint-every", "1000"),
            "--plugins",
            plugin.toString());
    Failure.assertFails(
        cli, 1, "AlignmentLoss 'acme-loss'", "acme.jar", "leaves arrays open", "are saved");
    try (Stream<Path> checkpoints = Files.list(toy.run().resolve("checkpoints"))) {
      assertThat(checkpoints).as("checkpoints").hasSize(1);
    }
  }
}
