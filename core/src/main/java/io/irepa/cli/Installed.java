package io.irepa.cli;

import io.irepa.compose.Plugins;
import io.irepa.config.ConfigException;
import io.irepa.config.Place;
import io.irepa.config.Problem;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** Loads the plugins a command works with. */
final class Installed {
  private Installed() {}

  /**
   * All plugins that can be used. Jars that cannot are told of; only what needs them fails.
   *
   * @throws ConfigException if a folder of plugins is not there
   */
  static Plugins plugins(Main main) {
    Plugins plugins = Plugins.load(main.pluginFolders());
    main.installed(plugins.loaded());
    List<Problem> folders = new ArrayList<>();
    for (Plugins.Failure failure : plugins.failures()) {
      if (Files.isRegularFile(failure.jar())) {
        System.err.println("Not used: " + failure);
      } else {
        folders.add(new Problem(new Place(failure.jar().toString(), 0, 0), "", failure.reason()));
      }
    }
    if (!folders.isEmpty()) {
      plugins.close();
      throw new ConfigException(folders);
    }
    return plugins;
  }
}
