package io.irepa.compose;

import io.irepa.IoReason;
import io.irepa.config.Catalog;
import io.irepa.config.ComponentType;
import io.irepa.config.Origins;
import io.irepa.config.RunConfig;
import io.irepa.spi.Component;
import io.irepa.spi.Spi;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.pf4j.ExtensionPoint;
import org.pf4j.JarPluginManager;
import org.pf4j.PluginManager;
import org.pf4j.PluginWrapper;

/**
 * The extensions of core and of every plugin jar in the given folders. The project's own plugins
 * come in the same way as anybody's. Loads classes, never the native library.
 */
public final class Plugins implements Catalog, AutoCloseable {
  private static final String INDEX = "META-INF/extensions.idx";

  private final PluginManager manager = new JarPluginManager(new Path[0]);
  private final Map<Class<?>, Map<String, ComponentType>> types = new LinkedHashMap<>();
  private final List<Loaded> loaded = new ArrayList<>();
  private final List<Failure> failures = new ArrayList<>();

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
    folders.stream()
        .map(folder -> folder.toAbsolutePath().normalize())
        .distinct()
        .forEach(plugins::loadFolder);
    return plugins;
  }

  private void loadFolder(Path folder) {
    if (!Files.isDirectory(folder)) {
      failures.add(new Failure(folder, "There is no such folder of plugins."));
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path jar : files.filter(file -> file.toString().endsWith(".jar")).sorted().toList()) {
        loadJar(jar);
      }
    } catch (IOException e) {
      failures.add(new Failure(folder, "The folder cannot be read: " + IoReason.of(e) + "."));
    }
  }

  private void loadJar(Path jar) {
    Optional<String> unfit = PluginJar.problem(jar);
    if (unfit.isPresent()) {
      failures.add(new Failure(jar, unfit.get()));
      return;
    }
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
    for (String name : names(loader, jar)) {
      try {
        describe(Class.forName(name, false, loader), origin, jar).ifPresent(found::add);
      } catch (ClassNotFoundException | LinkageError e) {
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

  /** The extensions that a jar lists; for core, those of the whole class path. Sorted. */
  private static List<String> names(ClassLoader loader, Optional<Path> jar) {
    NavigableSet<String> names = new TreeSet<>();
    try {
      if (jar.isPresent()) {
        try (InputStream in = PluginJar.open(jar.get(), INDEX)) {
          if (in != null) {
            addNames(in, names);
          }
        }
      } else {
        for (URL index : Collections.list(loader.getResources(INDEX))) {
          try (InputStream in = index.openStream()) {
            addNames(in, names);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.copyOf(names);
  }

  private static void addNames(InputStream in, NavigableSet<String> names) throws IOException {
    new String(in.readAllBytes(), StandardCharsets.UTF_8)
        .lines()
        .map(line -> line.replaceAll("#.*", "").trim())
        .filter(line -> !line.isEmpty())
        .forEach(names::add);
  }

  private Optional<ComponentType> describe(Class<?> type, String origin, Optional<Path> jar) {
    Component component = type.getAnnotation(Component.class);
    Optional<Class<?>> slot = slot(type);
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
            slot.get(), component.value(), type, settings(type), origin, component.doc());
    ComponentType before =
        types
            .computeIfAbsent(slot.get(), k -> new LinkedHashMap<>())
            .putIfAbsent(component.value(), described);
    if (before != null) {
      failures.add(
          new Failure(
              jar.orElse(Path.of(origin)),
              "It defines the %s '%s', which %s defines too. Remove one of the two."
                  .formatted(slot.get().getSimpleName(), component.value(), origin(before))));
      return Optional.empty();
    }
    return Optional.of(described);
  }

  /** The plugin that brings an extension, with its jar; or {@code core}. */
  static String origin(ComponentType type) {
    CodeSource source = type.implementation().getProtectionDomain().getCodeSource();
    return type.origin().equals("core") || source == null
        ? type.origin()
        : "the plugin %s (%s)"
            .formatted(type.origin(), Path.of(URI.create(source.getLocation().toString())));
  }

  private static Optional<Class<?>> slot(Class<?> type) {
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      for (Class<?> candidate : c.getInterfaces()) {
        if (Arrays.asList(candidate.getInterfaces()).contains(ExtensionPoint.class)) {
          return Optional.of(candidate);
        }
      }
    }
    return Optional.empty();
  }

  /**
   * The configuration record: a constructor parameter that is a record of the component's own
   * package.
   */
  private static Optional<Class<? extends Record>> settings(Class<?> type) {
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      for (Class<?> parameter : constructor.getParameterTypes()) {
        if (parameter.isRecord() && parameter.getPackageName().equals(type.getPackageName())) {
          return Optional.of(parameter.asSubclass(Record.class));
        }
      }
    }
    return Optional.empty();
  }

  @Override
  public List<ComponentType> types(Class<?> slot) {
    return List.copyOf(types.getOrDefault(slot, Map.of()).values());
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
}
