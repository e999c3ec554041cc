package io.irepa.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code irepa cache}. */
@Command(
    name = "cache",
    description = "Computes once what training would compute in every epoch.",
    subcommands = {CacheFeaturesCommand.class, CacheLatentsCommand.class})
final class CacheCommand implements Runnable {
  @ParentCommand private Main main;
  @Spec private CommandSpec spec;

  Main main() {
    return main;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name what to cache: features or latents.");
  }
}
