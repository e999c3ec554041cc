package io.irepa.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code irepa data}. */
@Command(
    name = "data",
    description = "Looks images through, and prepares them for training.",
    subcommands = {DataPrepareCommand.class, DataInspectCommand.class})
final class DataCommand implements Runnable {
  @ParentCommand private Main main;
  @Spec private CommandSpec spec;

  Main main() {
    return main;
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Say what to do with the data: prepare or inspect.");
  }
}
