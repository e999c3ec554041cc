package io.irepa.compose;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import org.pf4j.ExtensionPoint;

/** Which classes are extensions, and what they tell of themselves. */
final class Extensions {
  private static final String INDEX = "META-INF/extensions.idx";

  private Extensions() {}

  /** The extensions that a jar lists; for core, those of the whole class path. Sorted. */
  static List<String> names(ClassLoader loader, Optional<Path> jar) {
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

  /** The extension point of a class. */
  static Optional<Class<?>> slot(Class<?> type) {
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
  static Optional<Class<? extends Record>> settings(Class<?> type) {
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      for (Class<?> parameter : constructor.getParameterTypes()) {
        if (parameter.isRecord() && parameter.getPackageName().equals(type.getPackageName())) {
          return Optional.of(parameter.asSubclass(Record.class));
        }
      }
    }
    return Optional.empty();
  }
}
