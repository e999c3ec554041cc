package io.irepa.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.irepa.IoReason;
import io.irepa.IrepaException;
import io.irepa.WholeFile;
import io.irepa.image.PngFile;
import io.irepa.prepare.Bar;
import io.irepa.prepare.ContactSheet;
import io.irepa.prepare.ImageTree;
import io.irepa.prepare.Inspection;
import io.irepa.prepare.InspectionPage;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code irepa data inspect SRC}. */
@Command(
    name = "inspect",
    description = "Counts images, sizes and classes; finds broken files and duplicates.")
final class DataInspectCommand implements Callable<Integer> {
  private static final int STOPPED = 130;

  @ParentCommand private DataCommand parent;
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "SRC", description = "A folder or zip of class folders.")
  private Path source;

  @Option(names = "--decode", description = "Decode all pixels, to find damage within them.")
  private boolean decode;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Option(names = "--sheet", paramLabel = "FILE", description = "A contact sheet, as PNG.")
  private Optional<Path> sheet = Optional.empty();

  @Option(names = "--html", paramLabel = "FILE", description = "A page of all, sheet included.")
  private Optional<Path> html = Optional.empty();

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "96",
      description = "Images on the sheet (${DEFAULT-VALUE}).")
  private int count;

  @Option(names = "--threads", description = "Threads; as many as there are cores if left out.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Override
  public Integer call() {
    require(threads >= 1, "--threads is at least 1, not " + threads + ".");
    require(count >= 1, "--count is at least 1, not " + count + ".");
    require(Files.exists(source), "There is nothing at " + source + ".");
    PrintWriter out = spec.commandLine().getOut();
    try (ImageTree tree = ImageTree.open(source)) {
      StopSignal signal = parent.main().takeSignals();
      Bar bar = new Bar(System.err, Boolean.getBoolean("irepa.terminal"), tree.entries().size());
      Inspection found = Inspection.of(tree, decode, threads, bar, signal::requested);
      if (!found.finished()) {
        out.println("Stopped.");
        return STOPPED;
      }
      out.println(
          json
              ? new ObjectMapper().writeValueAsString(found)
              : InspectionPage.text(found).stripTrailing());
      draw(tree, found);
      return 0;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e); // Of numbers and texts.
    }
  }

  private void draw(ImageTree tree, Inspection found) {
    if (sheet.isEmpty() && html.isEmpty()) {
      return;
    }
    BufferedImage image = ContactSheet.of(tree, count, 12);
    try {
      if (sheet.isPresent()) {
        PngFile.write(image, sheet.get());
      }
      if (html.isPresent()) {
        WholeFile.write(html.get(), InspectionPage.html(found, source.toString(), image));
      }
    } catch (IOException e) {
      throw new IrepaException(
          "What was found cannot be written: %s.".formatted(IoReason.of(e)), e);
    }
  }

  private void require(boolean met, String message) {
    if (!met) {
      throw new ParameterException(spec.commandLine(), message);
    }
  }
}
