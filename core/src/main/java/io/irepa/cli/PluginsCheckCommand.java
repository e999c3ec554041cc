package io.irepa.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.irepa.author.Finding;
import io.irepa.author.JarCheck;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code irepa plugins check JAR}: loads no native library. */
@Command(
    name = "check",
    description = "Tells what is amiss with a plugin's jar; exit code 1 if something is wrong.")
final class PluginsCheckCommand implements Callable<Integer> {
  @ParentCommand private PluginsCommand plugins;
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "JAR", description = "A jar, installed or not.")
  private Path jar;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() {
    if (!Files.isRegularFile(jar)) {
      throw new ParameterException(spec.commandLine(), "There is no file " + jar + ".");
    }
    List<Finding> findings = new JarCheck(jar, plugins.main().pluginFolders()).look();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(text(findings));
    } else {
      findings.forEach(out::println);
      long wrong = findings.stream().filter(Finding::wrong).count();
      out.println(jar + (wrong == 0 ? " is fine." : ": " + wrong + " to be put right."));
    }
    return findings.stream().anyMatch(Finding::wrong) ? 1 : 0;
  }

  private String text(List<Finding> findings) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("jar", jar.toString());
    all.put("findings", findings);
    try {
      return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(all);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Findings can always be printed.", e);
    }
  }
}
