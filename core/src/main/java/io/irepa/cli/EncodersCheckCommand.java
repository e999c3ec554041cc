package io.irepa.cli;

import io.irepa.compose.Plugins;
import io.irepa.spi.PublishedEncoder;
import io.irepa.spi.PublishedEncoder.FileFit;
import io.irepa.weights.WeightFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code irepa encoders check FILE}: reads names and shapes alone; loads no native library. */
@Command(
    name = "check",
    description = "Tells which encoder and preset a file of weights fits: 0 if any, 1 if none.")
final class EncodersCheckCommand implements Callable<Integer> {
  private static final int SHOWN = 12;
  private static final int NEAREST = 3;

  @ParentCommand private EncodersCommand parent;
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "FILE",
      description =
          "A safetensors file, model.safetensors.index.json or its folder, a .pt or a .pth file.")
  private Path file;

  /** A preset's type and how the file agrees with it. */
  private record Candidate(String type, FileFit fit) {}

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Map<String, long[]> shapes = new LinkedHashMap<>();
    try (WeightFile opened = WeightFile.open(file)) {
      opened.arrays().forEach((name, array) -> shapes.put(name, array.shape().getShape()));
    }
    List<Candidate> candidates = new ArrayList<>();
    try (Plugins plugins = Installed.plugins(parent.main())) {
      PublishedEncoders.of(plugins).entrySet().stream()
          .sorted(Comparator.comparing(entry -> entry.getKey().type()))
          .forEach(entry -> addAll(candidates, entry.getKey().type(), entry.getValue(), shapes));
    }
    candidates.sort(Comparator.comparingInt(candidate -> candidate.fit().problems()));
    List<Candidate> fitting =
        candidates.stream().filter(candidate -> candidate.fit().problems() == 0).toList();
    out.printf("%s: %d arrays%n", file, shapes.size());
    fitting.forEach(
        one ->
            out.printf(
                "fits {type: %s, preset: %s, weights: %s}, by the names of %s%n",
                one.type(), one.fit().preset(), file, one.fit().scheme()));
    if (fitting.isEmpty()) {
      out.println("fits no preset. Nearest:");
      candidates.stream().limit(NEAREST).forEach(one -> print(out, one));
    }
    return fitting.isEmpty() ? 1 : 0;
  }

  private static void addAll(
      List<Candidate> candidates,
      String type,
      PublishedEncoder encoder,
      Map<String, long[]> shapes) {
    encoder.fits(shapes).forEach(fit -> candidates.add(new Candidate(type, fit)));
  }

  private static void print(PrintWriter out, Candidate candidate) {
    FileFit fit = candidate.fit();
    out.printf("%s, by the names of %s%n", fit.preset(), fit.scheme());
    print(out, "missing", fit.missing());
    print(out, "left over", fit.leftOver());
    print(out, "other shape", fit.otherShape());
  }

  private static void print(PrintWriter out, String title, List<String> arrays) {
    if (!arrays.isEmpty()) {
      out.printf(
          "  %s (%d): %s%s%n",
          title,
          arrays.size(),
          String.join(", ", arrays.subList(0, Math.min(SHOWN, arrays.size()))),
          arrays.size() > SHOWN ? ", and more" : "");
    }
  }
}
