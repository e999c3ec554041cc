package io.irepa.cli;

import io.irepa.IoReason;
import io.irepa.IrepaException;
import io.irepa.compose.Plugins;
import io.irepa.config.RunConfig;
import io.irepa.image.Picture;
import io.irepa.image.PngFile;
import io.irepa.show.Sheet;
import io.irepa.show.TokenView;
import io.irepa.show.Viewer;
import io.irepa.spi.Grid;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

/** {@code irepa encoders show IMAGE…}. */
@Command(
    name = "show",
    description = "Draws the patch tokens of images, and their similarity to one patch.")
final class EncodersShowCommand implements Callable<Integer> {
  private static final float WHITE = 1;

  @ParentCommand private EncodersCommand parent;
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "IMAGE", arity = "1..*", description = "PNG, JPEG, BMP or GIF files.")
  private List<Path> images = new ArrayList<>();

  @Option(
      names = "--encoder",
      paramLabel = "YAML",
      required = true,
      description = "The encoder as a configuration has it, such as '{type: hog}'.")
  private String encoder;

  @Option(
      names = "--norm",
      paramLabel = "YAML",
      defaultValue = "{type: spatial, gamma: 0.6}",
      description = "The norm to compare with no norm (${DEFAULT-VALUE}).")
  private String norm;

  @Option(
      names = "--patch",
      paramLabel = "X,Y",
      description = "Column and row of a patch, from 0; the one in the middle if left out.")
  private Optional<String> patch = Optional.empty();

  @Option(
      names = "--resolution",
      paramLabel = "N",
      defaultValue = "256",
      description =
          "Side that images are cropped and resized to, as training does (${DEFAULT-VALUE}).")
  private int resolution;

  @Option(
      names = "--device",
      defaultValue = "auto",
      description = "auto, cpu, cuda or cuda:N (${DEFAULT-VALUE}).")
  private String device;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "DIR",
      defaultValue = ".",
      description = "Where pictures go (${DEFAULT-VALUE}).")
  private Path out;

  @Override
  public Integer call() {
    if (resolution < 1 || resolution > 8192) {
      throw wrong("--resolution is from 1 to 8192, not " + resolution + ".");
    }
    try (Plugins plugins = Installed.plugins(parent.main())) {
      RunConfig config =
          OneEncoder.read(
              plugins, Map.of("encoder", encoder, "norm", norm), Map.of("device", device));
      String name = config.alignment().get(0).encoder().orElseThrow().component().type();
      try (Viewer viewer = new Viewer(config)) {
        Grid grid = viewer.shape().grid();
        OptionalInt chosen =
            patch.map(text -> OptionalInt.of(index(text, grid))).orElseGet(OptionalInt::empty);
        PrintWriter printer = spec.commandLine().getOut();
        printer.printf("%s: %s tokens of %d numbers%n", name, grid, viewer.shape().width());
        for (Path image : images) {
          show(viewer, image, chosen, name, printer);
        }
      }
    }
    return 0;
  }

  private void show(
      Viewer viewer, Path file, OptionalInt chosen, String name, PrintWriter printer) {
    Picture picture;
    try {
      picture = Picture.read(file, WHITE).centreCrop(resolution);
    } catch (IOException e) {
      throw new IrepaException("Cannot read the image " + reason(file, e) + ".", e);
    }
    TokenView view = viewer.view(picture, chosen);
    Sheet sheet = new Sheet(picture, view);
    String stem = file.getFileName().toString().replaceFirst("\\.[^.]*$", "") + "-" + name;
    Path components = out.resolve(stem + "-components.png");
    Path similarity = out.resolve(stem + "-similarity.png");
    try {
      Files.createDirectories(out);
      PngFile.write(sheet.components(), components);
      PngFile.write(sheet.similarity(), similarity);
    } catch (IOException e) {
      throw new IrepaException(
          "The pictures cannot be written to %s: %s.".formatted(out, IoReason.of(e)), e);
    }
    printer.println(file);
    printer.println("  principal components  " + components);
    printer.println("  similarity            " + similarity);
    print(printer, view, "before the norm", view.raw());
    print(printer, view, "after the norm", view.normalized());
    printer.flush();
  }

  private static void print(
      PrintWriter printer, TokenView view, String when, TokenView.Levels levels) {
    TokenView.Spread spread = view.spread(levels);
    printer.printf(
        "  to patch %d,%d %-16s mean %6.3f, deviation %.3f, least %6.3f%n",
        view.patch() % view.grid().width(),
        view.patch() / view.grid().width(),
        when,
        spread.mean(),
        spread.deviation(),
        spread.least());
  }

  /** An unreadable file's name stands in the message already where it was read and is damaged. */
  private static String reason(Path file, IOException e) {
    String message = String.valueOf(e.getMessage());
    return message.startsWith(file + ": ") ? message : file + ": " + IoReason.of(e);
  }

  private int index(String text, Grid grid) {
    String[] parts = text.split(",", -1);
    try {
      int x = Integer.parseInt(parts[0].strip());
      int y = Integer.parseInt(parts[parts.length - 1].strip());
      if (parts.length == 2 && x >= 0 && y >= 0 && x < grid.width() && y < grid.height()) {
        return y * grid.width() + x;
      }
    } catch (NumberFormatException e) {
      throw (ParameterException) noPatch(text, grid).initCause(e);
    }
    throw noPatch(text, grid);
  }

  private ParameterException noPatch(String text, Grid grid) {
    return wrong(
        "--patch %s is no patch: columns are 0 to %d and rows 0 to %d, written X,Y."
            .formatted(text, grid.width() - 1, grid.height() - 1));
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
