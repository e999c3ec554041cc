package io.irepa.cli;

import io.irepa.IrepaException;
import io.irepa.compose.Plugins;
import io.irepa.parity.Comparison;
import io.irepa.parity.Parity;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code irepa parity DIR…}: 0 if all agree, 1 if not, 2 if a case cannot be read. */
@Command(
    name = "parity",
    description = "Compares composed pieces with recorded outputs of published implementations.")
final class ParityCommand implements Callable<Integer> {
  @ParentCommand private Main main;
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DIR", arity = "1..*", description = "Cases, or folders of cases.")
  private List<Path> folders = new ArrayList<>();

  @Override
  public Integer call() {
    int agreed = 0;
    int differed = 0;
    int unread = 0;
    PrintWriter out = spec.commandLine().getOut();
    try (Plugins plugins = Installed.plugins(main)) {
      Parity parity = new Parity(plugins);
      for (Path folder : cases()) {
        try {
          List<Comparison> comparisons = parity.run(folder);
          boolean agrees = comparisons.stream().allMatch(Comparison::agrees);
          out.println((agrees ? "agrees   " : "DIFFERS  ") + folder);
          comparisons.stream().forEach(comparison -> print(out, comparison));
          agreed += agrees ? 1 : 0;
          differed += agrees ? 0 : 1;
        } catch (IrepaException e) {
          unread++;
          out.println("UNREAD   " + folder);
          spec.commandLine().getErr().println(e.getMessage());
        }
        out.flush();
      }
    }
    out.printf("%d agree, %d differ, %d could not be run%n", agreed, differed, unread);
    return unread > 0 ? 2 : differed > 0 ? 1 : 0;
  }

  private static void print(PrintWriter out, Comparison comparison) {
    out.printf(
        "  %s %-50s absolute %.2e relative %.2e %s%n",
        comparison.agrees() ? " " : "!",
        comparison.tensor(),
        comparison.absolute(),
        comparison.relative(),
        comparison.note());
  }

  private List<Path> cases() {
    List<Path> cases = new ArrayList<>();
    for (Path folder : folders) {
      try (Stream<Path> files = Files.walk(folder)) {
        List<Path> found =
            files
                .filter(file -> file.getFileName().toString().equals("case.yaml"))
                .map(Path::getParent)
                .sorted()
                .toList();
        if (found.isEmpty()) {
          throw new picocli.CommandLine.ParameterException(
              spec.commandLine(), folder + " holds no case.yaml.");
        }
        cases.addAll(found);
      } catch (IOException e) {
        throw new picocli.CommandLine.ParameterException(
            spec.commandLine(), folder + " cannot be read: " + e + ".", e);
      }
    }
    return cases;
  }
}
