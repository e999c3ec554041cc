package io.irepa.cli;

import io.irepa.IrepaException;
import io.irepa.compose.Blame;
import io.irepa.compose.Plugins;
import io.irepa.config.ConfigException;
import io.irepa.study.Launch;
import io.irepa.train.DisagreementException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/**
 * The command {@code irepa}. Exit codes: 0 done, 1 the work failed, 2 wrong usage or configuration.
 */
@Command(
    name = "irepa",
    description = "Trains generative image models with representation alignment.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    scope = ScopeType.INHERIT,
    subcommands = {
      TrainCommand.class,
      SampleCommand.class,
      EvaluateCommand.class,
      BenchCommand.class,
      EmaCommand.class,
      CacheCommand.class,
      DataCommand.class,
      SpatialCommand.class,
      ProbeCommand.class,
      StudyCommand.class,
      ReportCommand.class,
      ImportCommand.class,
      ExportCommand.class,
      ConfigCommand.class,
      PluginsCommand.class,
      EncodersCommand.class,
      ParityCommand.class
    })
public final class Main implements Runnable {
  @Option(
      names = "--plugins",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description = "Further folders of plugin jars; also those in IREPA_PLUGINS.")
  private List<Path> plugins = new ArrayList<>();

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Print stack traces of errors.")
  private boolean debug;

  private List<Plugins.Loaded> installed = List.of();
  private final StopSignal stop = new StopSignal();

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  /** Runs the command line and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(execute(arguments));
  }

  /** Runs the command line, and returns its exit code. */
  public static int execute(String... arguments) {
    Main main = new Main();
    CommandLine line = new CommandLine(main);
    line.setExecutionExceptionHandler((e, command, parsed) -> main.failed(e, command.getErr()));
    if (Boolean.getBoolean(Launch.ENDS_WITH_INPUT)) {
      EndOfInput.watch();
    }
    PrintWriter out = line.getOut(); // asked for here, so that all commands share it
    try {
      int exitCode = line.execute(arguments);
      out.flush();
      if (exitCode == 0 && System.out.checkError()) {
        line.getErr().println("irepa: The output could not be written wholly.");
        return 1;
      }
      return exitCode;
    } catch (Error e) { // Such as a class that a plugin lacks, or memory: picocli takes exceptions.
      return main.failed(e, line.getErr());
    } finally {
      line.getErr().flush();
      main.stop.release();
    }
  }

  private int failed(Throwable e, PrintWriter err) {
    if (debug) {
      e.printStackTrace(err);
    }
    if (e instanceof ConfigException) {
      err.println(e.getMessage());
      return 2;
    }
    if (e instanceof IrepaException) {
      err.println("irepa: " + e.getMessage());
      return e instanceof DisagreementException ? 2 : 1;
    }
    err.println("irepa: " + unforeseen(e));
    return 1;
  }

  private String unforeseen(Throwable e) {
    if (e instanceof OutOfMemoryError) {
      return "out of memory (%s). Lower train.batch or raise train.accumulate, or give the JVM more: IREPA_HEAP=4g."
          .formatted(e.getMessage());
    }
    return Blame.find(e, installed)
        .map(
            suspect ->
                "the plugin %s %s (%s) failed in %s: %s. Its author can tell more from the stack trace that --debug prints."
                    .formatted(
                        suspect.plugin().id(),
                        suspect.plugin().version(),
                        suspect.plugin().jar(),
                        suspect.method(),
                        e))
        .orElseGet(
            () -> "unexpected failure: " + e + ". Run again with --debug for the stack trace.");
  }

  /** Takes note of the plugins a command works with, so that a failure can be told by theirs. */
  void installed(List<Plugins.Loaded> plugins) {
    installed = plugins;
  }

  /** Takes signals, for a command that has something to finish when one comes. */
  StopSignal takeSignals() {
    return takeSignals("Stopping after this step …");
  }

  /**
   * Takes signals.
   *
   * @param told to people when one comes
   */
  StopSignal takeSignals(String told) {
    stop.take(told);
    return stop;
  }

  /** The folders given with {@code --plugins}. */
  List<Path> pluginOptions() {
    return plugins;
  }

  List<Path> pluginFolders() {
    List<Path> folders = new ArrayList<>();
    String home = System.getProperty("irepa.home");
    if (home != null && Files.isDirectory(Path.of(home, "plugins"))) {
      folders.add(Path.of(home, "plugins"));
    }
    String variable = System.getenv("IREPA_PLUGINS");
    if (variable != null && !variable.isBlank()) {
      for (String folder : variable.split(java.io.File.pathSeparator, -1)) {
        if (!folder.isBlank()) {
          folders.add(Path.of(folder));
        }
      }
    }
    folders.addAll(plugins);
    return folders;
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "Name a command.");
  }

  /** The version from the jar's manifest. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"irepa " + (version == null ? "(development)" : version)};
    }

    /** The version alone; where classes are not in their jar, the one that the build names. */
    static String number() {
      String version = Main.class.getPackage().getImplementationVersion();
      return version == null ? System.getProperty("irepa.version", "development") : version;
    }
  }
}
