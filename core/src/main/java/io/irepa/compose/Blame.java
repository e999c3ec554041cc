package io.irepa.compose;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the plugin whose code was running when something unforeseen happened. */
public final class Blame {
  private Blame() {}

  /**
   * A place in a plugin's code.
   *
   * @param plugin that failed
   * @param method as in {@code org.example.Loss.loss}
   */
  public record Suspect(Plugins.Loaded plugin, String method) {}

  /** The plugin's method nearest to the failure's first cause; empty if there is none. */
  public static Optional<Suspect> find(Throwable failure, List<Plugins.Loaded> plugins) {
    List<Throwable> causes = new ArrayList<>();
    for (Throwable e = failure; e != null && !causes.contains(e); e = e.getCause()) {
      causes.add(0, e);
    }
    for (Throwable cause : causes) {
      for (StackTraceElement frame : cause.getStackTrace()) {
        for (Plugins.Loaded plugin : plugins) {
          if (holds(plugin, frame.getClassName())) {
            return Optional.of(
                new Suspect(plugin, frame.getClassName() + "." + frame.getMethodName()));
          }
        }
      }
    }
    return Optional.empty();
  }

  private static boolean holds(Plugins.Loaded plugin, String className) {
    try (InputStream in = PluginJar.open(plugin.jar(), className.replace('.', '/') + ".class")) {
      return in != null;
    } catch (IOException e) {
      return false; // A jar that is gone holds nothing; the failure itself is what is reported.
    }
  }
}
