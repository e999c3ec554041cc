package io.irepa.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code irepa encoders}: see the commands below it. */
@Command(
    name = "encoders",
    description =
        "Lists the encoders, tells what a file of weights is, shows what they give, and times them.",
    subcommands = {
      EncodersListCommand.class,
      EncodersDescribeCommand.class,
      EncodersCheckCommand.class,
      EncodersFetchCommand.class,
      EncodersShowCommand.class,
      EncodersBenchCommand.class
    })
final class EncodersCommand implements Runnable {
  @ParentCommand private Main main;
  @Spec private CommandSpec spec;

  Main main() {
    return main;
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
