package io.irepa.compose;

import io.irepa.IoReason;
import io.irepa.config.Catalog;
import io.irepa.config.ComponentType;
import io.irepa.config.Origins;
import io.irepa.config.RunConfig;
import io.irepa.spi.Component;
import io.irepa.spi.Spi;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.pf4j.JarPluginManager;
import org.pf4j.PluginLoader;
import org.pf4j.PluginManager;
import org.pf4j.PluginWrapper;

/**
 * The extensions of core and of every plugin jar in the given folders. The project's own plugins
 * come in the same way as anybody's. Loads classes, never the native library.
 */
public final class Plugins implements Catalog, AutoCloseable {
  private final PluginManager manager = new Manager();
  private final Map<Class<?>, Map<String, ComponentType>> types = new LinkedHashMap<>();
  private final List<Loaded> loaded = new ArrayList<>();
  private final List<Failure> failures = new ArrayList<>();

  /** Extension points with a type that several plugins define. */
  private final Set<List<Object>> ambiguous = new HashSet<>();

  /**
   * A plugin that is there.
   *
   * @param id from its manifest
   * @param version from its manifest
   * @param jar where it lies
   * @param types what it brings
   */
  public record Loaded(String id, String version, Path jar, List<ComponentType> types) {
    /** Copies the list. */
    public Loaded {
      types = List.copyOf(types);
    }
  }

  /**
   * A jar that could not be used.
   *
   * @param jar where it lies
   * @param reason for people
   */
  public record Failure(Path jar, String reason) {
    @Override
    public String toString() {
      return jar + ": " + reason;
    }
  }

  private Plugins() {
    manager.setSystemVersion(Spi.VERSION);
  }

  /**
   * Loads core's extensions and every jar of the folders, in the order of their names.
   *
   * @param folders one that does not exist is a failure; one given twice is loaded once
   */
  public static Plugins load(Collection<Path> folders) {
    Plugins plugins = new Plugins();
    plugins.index("core", Plugins.class.getClassLoader(), Optional.empty());
    plugins.loadJars(plugins.jarsOf(folders));
    return plugins;
  }

  /**
   * Loads core's extensions, one jar, and what the folders have but for plugins of the same id: as
   * if it were installed.
   *
   * @param jar to try
   */
  public static Plugins with(Path jar, Collection<Path> folders) {
    Plugins plugins = new Plugins();
    plugins.index("core", Plugins.class.getClassLoader(), Optional.empty());
    Optional<String> id = PluginJar.attribute(jar, "Plugin-Id");
    List<Path> jars = new ArrayList<>(plugins.jarsOf(folders));
    jars.removeIf(other -> id.isPresent() && id.equals(PluginJar.attribute(other, "Plugin-Id")));
    jars.removeIf(other -> PluginJar.problem(other).isPresent());
    jars.add(jar);
    plugins.loadJars(jars);
    return plugins;
  }

  private List<Path> jarsOf(Collection<Path> folders) {
    return folders.stream()
        .map(folder -> folder.toAbsolutePath().normalize())
        .distinct()
        .flatMap(folder -> jars(folder).stream())
        .toList();
  }

  private void loadJars(List<Path> jars) {
    PluginOrder.of(jars, manager.getVersionManager(), failures).forEach(this::loadJar);
  }

  /** Whether a class of that name is core's, whatever a plugin packs. */
  public static boolean isShared(String className) {
    return PluginClasses.shared(className);
  }

  private List<Path> jars(Path folder) {
    if (!Files.isDirectory(folder)) {
      failures.add(new Failure(folder, "There is no such folder of plugins."));
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      failures.add(new Failure(folder, "The folder cannot be read: " + IoReason.of(e) + "."));
      return List.of();
    }
  }

  private void loadJar(Path jar) {
    try {
      String id = manager.loadPlugin(jar);
      PluginWrapper plugin = manager.getPlugin(id);
      List<ComponentType> found = index(id, plugin.getPluginClassLoader(), Optional.of(jar));
      loaded.add(new Loaded(id, plugin.getDescriptor().getVersion(), jar, found));
    } catch (RuntimeException | LinkageError e) {
      failures.add(new Failure(jar, "It cannot be loaded: " + e + "."));
    }
  }

  private List<ComponentType> index(String origin, ClassLoader loader, Optional<Path> jar) {
    List<ComponentType> found = new ArrayList<>();
    for (String name : Extensions.names(loader, jar)) {
      try {
        describe(Class.forName(name, false, loader), origin, jar).ifPresent(found::add);
      } catch (ClassNotFoundException | LinkageError | RuntimeException e) {
        // The last one where an annotation names a class that is not there.
        failures.add(
            new Failure(
                jar.orElse(Path.of(origin)),
                "The extension "
                    + name
                    + " cannot be loaded: "
                    + e
                    + ". Was it built against another version?"));
      }
    }
    return found;
  }

  private Optional<ComponentType> describe(Class<?> type, String origin, Optional<Path> jar) {
    Component component = type.getAnnotation(Component.class);
    Optional<Class<?>> slot = Extensions.slot(type);
    if (component == null || slot.isEmpty()) {
      failures.add(
          new Failure(
              jar.orElse(Path.of(origin)),
              "The extension %s needs @Component(\"name\") and one of irepa's extension points."
                  .formatted(type.getName())));
      return Optional.empty();
    }
    ComponentType described =
        new ComponentType(
            slot.get(),
            component.value(),
            type,
            Extensions.settings(type),
            origin,
            component.doc());
    ComponentType before =
        types
            .computeIfAbsent(slot.get(), k -> new LinkedHashMap<>())
            .putIfAbsent(component.value(), described);
    if (before != null) {
      ambiguous.add(List.of(slot.get(), component.value()));
      failures.add(
          new Failure(
              jar.orElse(Path.of(origin)),
              "It defines the %s '%s', which %s defines too; nobody can use either. Remove one of the two."
                  .formatted(slot.get().getSimpleName(), component.value(), origin(before))));
      return Optional.empty();
    }
    return Optional.of(described);
  }

  private boolean unambiguous(ComponentType type) {
    return !ambiguous.contains(List.of(type.slot(), type.type()));
  }

  /** The plugin that brings an extension, with its jar; or {@code core}. */
  static String origin(ComponentType type) {
    CodeSource source = type.implementation().getProtectionDomain().getCodeSource();
    if (type.origin().equals("core") || source == null) {
      return type.origin();
    }
    Path jar = Path.of(URI.create(source.getLocation().toString()));
    return "the plugin %s%s (%s)"
        .formatted(
            type.origin(), PluginJar.version(jar).map(version -> " " + version).orElse(""), jar);
  }

  @Override
  public List<ComponentType> types(Class<?> slot) {
    return types.getOrDefault(slot, Map.of()).values().stream().filter(this::unambiguous).toList();
  }

  /** Every extension that is installed. */
  public List<ComponentType> all() {
    return types.values().stream().flatMap(byName -> byName.values().stream()).toList();
  }

  /** The plugins that are there, in the order of loading. */
  public List<Loaded> loaded() {
    return List.copyOf(loaded);
  }

  /**
   * What a run depends on.
   *
   * @return the versions of {@code irepa} and of the plugins whose components decide what is
   *     trained
   */
  public Map<String, String> versions(RunConfig config) {
    Set<String> origins = Origins.of(config);
    Map<String, String> versions = new TreeMap<>();
    String own = Plugins.class.getPackage().getImplementationVersion();
    versions.put("irepa", own == null ? "development" : own);
    for (Loaded plugin : loaded) {
      if (origins.contains(plugin.id())) {
        versions.put(plugin.id(), plugin.version());
      }
    }
    return versions;
  }

  /** The jars that could not be used, or not wholly. */
  public List<Failure> failures() {
    return List.copyOf(failures);
  }

  @Override
  public void close() {
    manager.unloadPlugins();
  }

  /** PF4J, with our class loaders. */
  private static final class Manager extends JarPluginManager {
    Manager() {
      super(new Path[0]);
    }

    @Override
    protected PluginLoader createPluginLoader() {
      return new PluginClasses.Loading(this);
    }
  }
}
