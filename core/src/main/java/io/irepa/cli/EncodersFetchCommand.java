package io.irepa.cli;

import io.irepa.hub.Hub;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code irepa encoders fetch REPOSITORY}: the only command that reaches for the network. */
@Command(
    name = "fetch",
    description = {
      "Fetches a published model's weights from a hub; goes on where it was interrupted.",
      "A token that the environment variable IREPA_HUB_TOKEN holds is sent to the hub alone."
    })
final class EncodersFetchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "REPOSITORY", description = "OWNER/NAME, as the hub has it.")
  private String repository;

  @Option(
      names = "--hub",
      paramLabel = "URL",
      required = true,
      defaultValue = "${env:IREPA_HUB}",
      description =
          "The hub's address; a file is at URL/OWNER/NAME/resolve/REVISION/FILE. Or set IREPA_HUB.")
  private URI hub;

  @Option(
      names = "--revision",
      defaultValue = "main",
      description = "Branch, tag or commit (${DEFAULT-VALUE}).")
  private String revision;

  @Option(
      names = "--file",
      paramLabel = "NAME",
      description =
          "One file; if left out, model.safetensors, or its index and all that the index lists.")
  private Optional<String> file = Optional.empty();

  @Option(
      names = "--sha256",
      paramLabel = "HEX",
      description = "What the file must have; goes with --file.")
  private Optional<String> sha256 = Optional.empty();

  @Option(
      names = {"-o", "--out"},
      paramLabel = "DIR",
      defaultValue = "weights",
      description = "Files lie below it in OWNER/NAME (${DEFAULT-VALUE}).")
  private Path out;

  @Override
  public Integer call() {
    if (hub.getHost() == null || !String.valueOf(hub.getScheme()).matches("https?")) {
      throw new ParameterException(
          spec.commandLine(), "--hub " + hub + " is no http or https address.");
    }
    if (sha256.isPresent() && file.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "--sha256 goes with --file.");
    }
    PrintWriter printer = spec.commandLine().getOut();
    Optional<String> token = Optional.ofNullable(System.getenv("IREPA_HUB_TOKEN"));
    Hub server =
        new Hub(
            hub,
            token,
            line -> {
              printer.println(line);
              printer.flush();
            });
    Hub.Repository wanted = new Hub.Repository(repository, revision);
    Path weights =
        file.map(name -> server.file(wanted, name, out, sha256))
            .orElseGet(() -> server.model(wanted, out));
    printer.println("weights: " + weights);
    return 0;
  }
}
