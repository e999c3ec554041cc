package io.irepa.cli;

import io.irepa.author.InstalledCore;
import io.irepa.author.Kind;
import io.irepa.author.NewProject;
import io.irepa.author.ProjectWriter;
import io.irepa.compose.Plugins;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code irepa plugins new NAME --kind loss}: a Maven project with a working extension. */
@Command(
    name = "new",
    description = "Writes a Maven project with an extension that works, its test and a run.")
final class PluginsNewCommand implements Callable<Integer> {
  @ParentCommand private PluginsCommand plugins;
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "NAME",
      description = "The extension's type in configurations, such as smooth-cosine.")
  private String name;

  @Option(
      names = "--kind",
      required = true,
      paramLabel = "KIND",
      description =
          "loss, projector, norm, objective, backbone, encoder, metric, data, tracker, sampler, optimizer, schedule or autoencoder.")
  private String kind;

  @Option(
      names = "--package",
      paramLabel = "PACKAGE",
      description = "The class's package; org.example.NAME if left out.")
  private String packageName;

  @Option(
      names = "--plugin-id",
      paramLabel = "ID",
      description = "The plugin's id; NAME if left out.")
  private String pluginId;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "The project's folder, which must not be there; ./NAME if left out.")
  private Path folder;

  @Option(
      names = "--install-core",
      description = "Also put core into the local Maven repository, where the project finds it.")
  private boolean installCore;

  @Override
  public Integer call() {
    NewProject project =
        new NewProject(
            name,
            Kind.of(kind).orElseThrow(() -> usage("There is no kind '" + kind + "'. " + kinds())),
            packageName == null ? NewProject.packageOf(name) : packageName,
            pluginId == null ? name : pluginId);
    project.problem().ifPresent(this::refuse);
    installed(project).ifPresent(this::refuse);
    Path to = folder == null ? Path.of(name) : folder;
    if (Files.exists(to, LinkOption.NOFOLLOW_LINKS)) {
      throw usage(to + " is there already. Choose another folder with --dir, or remove it.");
    }
    Optional<Path> home = Optional.ofNullable(System.getProperty("irepa.home")).map(Path::of);
    String version = Main.Version.number();
    new ProjectWriter(home, version).write(project, to);
    tell(to, home, version);
    return 0;
  }

  private void tell(Path to, Optional<Path> home, String version) {
    PrintWriter out = spec.commandLine().getOut();
    out.println("Wrote " + to + ". Next:");
    if (installCore) {
      InstalledCore.install(
          home.orElseThrow(() -> usage("--install-core needs irepa's launcher in a checkout.")));
    } else if (!InstalledCore.isThere(version)) {
      home.ifPresent(root -> out.println("  " + InstalledCore.command(root)));
    }
    String launcher = home.map(root -> root.resolve("irepa").toString()).orElse("irepa");
    out.println("  cd " + to);
    out.println("  mvn verify");
    out.println("  " + launcher + " --plugins target train config.yaml");
  }

  private static String kinds() {
    return Arrays.stream(Kind.values())
        .map(Kind::option)
        .collect(Collectors.joining(", ", "There are ", "."));
  }

  /** A type that is installed cannot be defined again. */
  private Optional<String> installed(NewProject project) {
    try (Plugins all = Plugins.load(plugins.main().pluginFolders())) {
      return all.find(project.kind().slot(), name)
          .map(
              type ->
                  "There is the %s '%s' already, from %s. Choose another name."
                      .formatted(project.kind().words(), name, type.origin()));
    }
  }

  private void refuse(String problem) {
    throw usage(problem);
  }

  private ParameterException usage(String problem) {
    return new ParameterException(spec.commandLine(), problem);
  }
}
