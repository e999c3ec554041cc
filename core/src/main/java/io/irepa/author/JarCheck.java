package io.irepa.author;

import com.google.inject.Inject;
import io.irepa.compose.PluginJar;
import io.irepa.compose.Plugins;
import io.irepa.config.ComponentType;
import io.irepa.config.KeyCheck;
import io.irepa.spi.Autoencoder;
import io.irepa.spi.Backbone;
import io.irepa.spi.DataSource;
import io.irepa.spi.Encoder;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Whether a plugin's jar is fit to be given to others. */
public final class JarCheck {
  /** Where the record must tell shapes before anything is built. */
  private static final Map<Class<?>, Class<?>> SHAPED =
      Map.of(
          Backbone.class, Backbone.Shaped.class,
          Encoder.class, Encoder.Shaped.class,
          DataSource.class, DataSource.Shaped.class);

  private final Path jar;
  private final Collection<Path> folders;
  private final List<Finding> findings = new ArrayList<>();

  /**
   * @param jar to look at
   * @param folders of the plugins beside which it is to work
   */
  public JarCheck(Path jar, Collection<Path> folders) {
    this.jar = jar.toAbsolutePath().normalize();
    this.folders = folders;
  }

  /** All that is to be said; first what is wrong. */
  public List<Finding> look() {
    Optional<String> unfit = PluginJar.problem(jar);
    if (unfit.isPresent()) {
      return List.of(new Finding(true, "", unfit.get()));
    }
    JarEntries entries = new JarEntries(jar);
    findings.addAll(entries.look());
    try (Plugins plugins = Plugins.with(jar, folders)) {
      plugins.failures().stream()
          .filter(failure -> failure.jar().equals(jar))
          .forEach(failure -> add(true, "", failure.reason()));
      plugins.loaded().stream()
          .filter(plugin -> plugin.jar().equals(jar))
          .flatMap(plugin -> plugin.types().stream())
          .forEach(type -> look(type, plugins));
      plugins.loaded().stream()
          .filter(plugin -> !plugin.jar().equals(jar))
          .forEach(other -> packages(entries.packages(), other));
    }
    findings.sort((a, b) -> Boolean.compare(b.wrong(), a.wrong()));
    return List.copyOf(findings);
  }

  private void packages(Set<String> own, Plugins.Loaded other) {
    for (ComponentType type : other.types()) {
      String name = type.implementation().getPackageName();
      if (own.contains(name)) {
        add(
            false,
            name,
            "The plugin %s has this package, too: neither sees the other's classes. Choose a package of your own."
                .formatted(other.id()));
        return;
      }
    }
  }

  private void look(ComponentType type, Plugins plugins) {
    Class<?> implementation = type.implementation();
    String name = implementation.getName();
    if (type.doc().isBlank()) {
      add(true, name, "Its @Component has no doc, the one sentence that the reference shows.");
    }
    if (!type.type().matches("[a-z0-9]+(-[a-z0-9]+)*")) {
      add(true, name, "Its type '%s' is not in kebab-case.".formatted(type.type()));
    }
    if (!Modifier.isPublic(implementation.getModifiers())) {
      add(true, name, "The class is not public.");
    }
    constructor(type);
    Class<?> shaped = SHAPED.get(type.slot());
    boolean tells =
        type.settings()
            .map(keys -> shaped == null || shaped.isAssignableFrom(keys))
            .orElse(shaped == null);
    if (!tells) {
      add(
          true,
          name,
          "Its configuration record must implement %s.Shaped: shapes are known before anything is built."
              .formatted(type.slot().getSimpleName()));
    }
    if (type.slot() == Autoencoder.class
        && type.settings().filter(Autoencoder.Shaped.class::isAssignableFrom).isEmpty()) {
      add(
          false,
          name,
          "Its configuration record does not implement Autoencoder.Shaped, so its latents count as pixels.");
    }
    for (KeyCheck.Finding found : new KeyCheck(plugins).look(type)) {
      String key = found.key().isEmpty() ? "" : ", key " + found.key();
      add(found.wrong(), name + key, found.message());
    }
  }

  private void constructor(ComponentType type) {
    Class<?> implementation = type.implementation();
    List<Constructor<?>> injected =
        Arrays.stream(implementation.getDeclaredConstructors())
            .filter(
                constructor ->
                    constructor.isAnnotationPresent(Inject.class)
                        || constructor.isAnnotationPresent(jakarta.inject.Inject.class))
            .toList();
    boolean plain =
        injected.isEmpty()
            && Arrays.stream(implementation.getConstructors())
                .anyMatch(constructor -> constructor.getParameterCount() == 0);
    if (plain) {
      return;
    }
    if (injected.size() != 1) {
      add(
          true,
          implementation.getName(),
          "It has %d constructors with @Inject; one is needed, or one without parameters."
              .formatted(injected.size()));
      return;
    }
    for (Class<?> parameter : injected.get(0).getParameterTypes()) {
      boolean own = parameter.getPackageName().equals(implementation.getPackageName());
      if (parameter.isRecord() && !own && !Plugins.isShared(parameter.getName())) {
        add(
            true,
            implementation.getName(),
            "Its configuration record %s lies in another package, so its keys are not found. Move it beside the class."
                .formatted(parameter.getName()));
      }
    }
  }

  private void add(boolean wrong, String where, String message) {
    findings.add(new Finding(wrong, where, message));
  }
}
