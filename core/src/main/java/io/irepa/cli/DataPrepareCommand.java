package io.irepa.cli;

import io.irepa.IoReason;
import io.irepa.IrepaException;
import io.irepa.prepare.Bar;
import io.irepa.prepare.ImageTree;
import io.irepa.prepare.PrepareSettings;
import io.irepa.prepare.Preparer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code irepa data prepare SRC DST}. */
@Command(
    name = "prepare",
    description = "Makes squares of one size from images, cropped as ADM crops ImageNet.")
final class DataPrepareCommand implements Callable<Integer> {
  private static final int STOPPED = 130;

  enum Format {
    png,
    jpg
  }

  enum Ground {
    white,
    grey,
    black
  }

  @ParentCommand private DataCommand parent;
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "SRC", description = "A folder or zip of class folders.")
  private Path source;

  @Parameters(index = "1", paramLabel = "DST", description = "The folder to be made.")
  private Path folder;

  @Option(
      names = "--size",
      defaultValue = "256",
      description = "Side, in pixels (${DEFAULT-VALUE}).")
  private int size;

  @Option(names = "--format", defaultValue = "png", description = "png or jpg (${DEFAULT-VALUE}).")
  private Format format;

  @Option(
      names = "--quality",
      defaultValue = "95",
      description = "Of jpg, from 1 to 100 (${DEFAULT-VALUE}).")
  private int quality;

  @Option(
      names = "--background",
      defaultValue = "white",
      description = "What lies under alpha: white, grey or black (${DEFAULT-VALUE}).")
  private Ground background;

  @Option(
      names = "--shard",
      paramLabel = "N",
      description = "WebDataset's tar files of N images, instead of files in class folders.")
  private Optional<Integer> shard = Optional.empty();

  @Option(
      names = "--names",
      paramLabel = "FILE",
      description = "Names of classes, a line each: the folder's name, a space, and the class's.")
  private Optional<Path> names = Optional.empty();

  @Option(
      names = "--broken-limit",
      defaultValue = "0.01",
      description =
          "Share of damaged images passed over; above 0, at least one (${DEFAULT-VALUE}).")
  private double brokenLimit;

  @Option(names = "--threads", description = "Threads; as many as there are cores if left out.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Override
  public Integer call() {
    require(size >= 1, "--size is at least 1, not " + size + ".");
    require(quality >= 1 && quality <= 100, "--quality is from 1 to 100, not " + quality + ".");
    require(threads >= 1, "--threads is at least 1, not " + threads + ".");
    require(shard.orElse(1) >= 1, "--shard is at least 1, not " + shard.orElse(1) + ".");
    require(
        brokenLimit >= 0 && brokenLimit <= 1,
        "--broken-limit is from 0 to 1, not " + brokenLimit + ".");
    require(Files.exists(source), "There is nothing at " + source + ".");
    require(
        !folder.toAbsolutePath().normalize().startsWith(source.toAbsolutePath().normalize()),
        folder + " lies in " + source + ". Name a folder outside of it.");
    Map<String, String> named = named();
    float ground = background == Ground.white ? 1 : background == Ground.grey ? 0.5f : 0;
    PrepareSettings settings =
        new PrepareSettings(
            size,
            format.name(),
            quality,
            ground,
            shard.isPresent() ? OptionalInt.of(shard.get()) : OptionalInt.empty(),
            brokenLimit);
    try (ImageTree tree = ImageTree.open(source)) {
      for (String label : tree.labels()) {
        require(
            names.isEmpty() || named.containsKey(label),
            "%s does not name the class '%s'."
                .formatted(names.map(Path::toString).orElse(""), label));
      }
      StopSignal signal = parent.main().takeSignals();
      Preparer.Result result =
          new Preparer(tree, folder, settings)
              .run(
                  label -> Optional.ofNullable(named.get(label)),
                  threads,
                  total -> new Bar(System.err, Boolean.getBoolean("irepa.terminal"), total),
                  signal::requested);
      return report(result);
    }
  }

  private void require(boolean met, String message) {
    if (!met) {
      throw new ParameterException(spec.commandLine(), message);
    }
  }

  private Map<String, String> named() {
    Map<String, String> named = new HashMap<>();
    if (names.isPresent()) {
      List<String> lines;
      try {
        lines = Files.readAllLines(names.get());
      } catch (IOException e) {
        throw new IrepaException(
            "The classes' names cannot be read: %s.".formatted(IoReason.of(e)), e);
      }
      for (String line : lines) {
        String[] parts = line.strip().split("\\s+", 2);
        if (parts.length == 2) {
          named.put(parts[0], parts[1]);
        }
      }
    }
    return named;
  }

  private int report(Preparer.Result result) {
    PrintWriter out = spec.commandLine().getOut();
    result.broken().entrySet().stream()
        .limit(10)
        .forEach(entry -> out.printf("Broken: %s: %s%n", entry.getKey(), entry.getValue()));
    if (!result.finished()) {
      out.println("Stopped. The same command goes on.");
      return STOPPED;
    }
    out.printf(
        "Done: %s: %d images in %d files, %d broken ones left out%n",
        folder, result.images(), result.files(), result.broken().size());
    return 0;
  }
}
