package io.irepa.compose;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import java.util.List;
import org.pf4j.JarPluginLoader;
import org.pf4j.PluginClassLoader;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginManager;

/**
 * A plugin's classes, in a loader of their own. The plugin's versions of libraries come first, so
 * that two plugins may have different ones; then those of the plugins that it depends on, then
 * core's. What passes between core and plugins is always core's. No class of it ends the process.
 */
final class PluginClasses extends PluginClassLoader {
  /** Packages whose types pass between core and plugins; with our own plugins' left out. */
  private static final List<String> SHARED =
      List.of(
          "io.irepa.",
          "ai.djl.",
          "com.google.inject.",
          "jakarta.inject.",
          "javax.inject.",
          "org.pf4j.",
          "org.slf4j.");

  private static final String OWN_PLUGINS = "io.irepa.plugin.";

  private final Path jar;

  private PluginClasses(PluginManager manager, PluginDescriptor descriptor, Path jar) {
    super(manager, descriptor, PluginClasses.class.getClassLoader());
    addFile(jar.toFile());
    this.jar = jar;
  }

  /** Whether a class of that name is core's, whatever a plugin packs. */
  static boolean shared(String className) {
    return !className.startsWith(OWN_PLUGINS) && SHARED.stream().anyMatch(className::startsWith);
  }

  /** Whether core has it and shares it. */
  @Override
  protected boolean shouldDelegateToParent(String className) {
    return super.shouldDelegateToParent(className)
        || (shared(className) && getParent().getResource(file(className)) != null);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] code;
    try (InputStream in = PluginJar.open(jar, file(name))) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      code = in.readAllBytes();
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
    byte[] safe = ExitCalls.refused(code);
    if (safe == code) {
      return super.findClass(name);
    }
    ProtectionDomain domain =
        new ProtectionDomain(new CodeSource(getURLs()[0], (Certificate[]) null), null, this, null);
    return defineClass(name, safe, 0, safe.length, domain);
  }

  private static String file(String className) {
    return className.replace('.', '/') + ".class";
  }

  /** Makes such loaders for PF4J. */
  static final class Loading extends JarPluginLoader {
    Loading(PluginManager manager) {
      super(manager);
    }

    @Override
    public ClassLoader loadPlugin(Path jar, PluginDescriptor descriptor) {
      return new PluginClasses(pluginManager, descriptor, jar);
    }
  }
}
