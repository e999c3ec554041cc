package io.irepa.cli;

import io.irepa.compose.Plugins;
import io.irepa.config.ConfigException;
import io.irepa.config.Place;
import io.irepa.config.Problem;

/** Loads the plugins a command works with. */
final class Installed {
  private Installed() {}

  /**
   * All plugins.
   *
   * @throws ConfigException if a jar cannot be used
   */
  static Plugins plugins(Main main) {
    Plugins plugins = Plugins.load(main.pluginFolders());
    main.installed(plugins.loaded());
    if (!plugins.failures().isEmpty()) {
      plugins.close();
      throw new ConfigException(
          plugins.failures().stream()
              .map(f -> new Problem(new Place(f.jar().toString(), 0, 0), "", f.reason()))
              .toList());
    }
    return plugins;
  }
}
