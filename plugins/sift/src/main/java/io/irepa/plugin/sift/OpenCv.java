package io.irepa.plugin.sift;

import io.irepa.IrepaException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * OpenCV's native libraries, as far as SIFT needs them. They lie in the plugin's jar and are copied
 * to a temporary folder to be loaded, which is then removed.
 *
 * <p>JavaCPP's own loader is kept out: it would load whatever OpenCV's modules inherit, GTK too,
 * which servers lack.
 */
final class OpenCv {
  private static final Pattern LIBRARY =
      Pattern.compile("/?org/bytedeco/.*\\.(so(\\.[0-9.]+)?|dylib|dll)");
  private static final String OWN_LOADER = "org.bytedeco.javacpp.loadlibraries";

  /** Above a limit taken from the heap's size, JavaCPP refuses memory; libtorch's counts too. */
  private static final String MEMORY_LIMIT = "org.bytedeco.javacpp.maxphysicalbytes";

  /** A library is loaded once for each class loader, so this is the process's state, not ours. */
  private static boolean loaded;

  private OpenCv() {}

  /**
   * Loads the libraries, if they are not there yet.
   *
   * @param firstUse touches each class of OpenCV that is used later, which is set up meanwhile
   * @throws IrepaException if they do not fit this machine
   */
  static synchronized void load(Runnable firstUse) {
    if (loaded) {
      return;
    }
    String loader = System.setProperty(OWN_LOADER, "false");
    String limit = System.setProperty(MEMORY_LIMIT, "0");
    try {
      loadLibraries();
      firstUse.run();
      loaded = true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      restore(OWN_LOADER, loader);
      restore(MEMORY_LIMIT, limit);
    }
  }

  private static void restore(String property, String value) {
    if (value == null) {
      System.clearProperty(property);
    } else {
      System.setProperty(property, value);
    }
  }

  private static void loadLibraries() throws IOException {
    Path folder = Files.createTempDirectory("irepa-opencv");
    try {
      List<Path> libraries = copy(folder);
      loadAll(libraries);
    } finally {
      remove(folder);
    }
  }

  /** In whatever order they need each other: each round loads those whose needs are met. */
  private static void loadAll(List<Path> libraries) {
    List<Path> left = new ArrayList<>(libraries);
    UnsatisfiedLinkError last = null;
    while (!left.isEmpty()) {
      int before = left.size();
      for (Iterator<Path> each = left.iterator(); each.hasNext(); ) {
        try {
          System.load(each.next().toString());
          each.remove();
        } catch (UnsatisfiedLinkError e) {
          last = e;
        }
      }
      if (left.size() == before) {
        throw new IrepaException(
            "OpenCV's library %s does not load: %s. Was the plugin built on a machine of another kind (this one: %s, %s), or may nothing be run from %s? Build it here, or set -Djava.io.tmpdir in IREPA_JAVA_OPTS."
                .formatted(
                    left.get(0).getFileName(),
                    last.getMessage(),
                    System.getProperty("os.name"),
                    System.getProperty("os.arch"),
                    System.getProperty("java.io.tmpdir")),
            last);
      }
    }
  }

  private static List<Path> copy(Path folder) throws IOException {
    Path source = source();
    if (Files.isDirectory(source)) {
      return copy(source, folder);
    }
    try (FileSystem jar = FileSystems.newFileSystem(source)) {
      return copy(jar.getPath("/"), folder);
    }
  }

  private static List<Path> copy(Path root, Path folder) throws IOException {
    List<Path> copies = new ArrayList<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.toList()) {
        if (LIBRARY.matcher(root.relativize(file).toString().replace('\\', '/')).matches()) {
          Path copy = folder.resolve(file.getFileName().toString());
          try (InputStream in = Files.newInputStream(file)) {
            Files.copy(in, copy);
          }
          copies.add(copy);
        }
      }
    }
    if (copies.isEmpty()) {
      throw new IrepaException(
          "%s holds no native library of OpenCV. Build the plugin anew.".formatted(root));
    }
    return copies;
  }

  /** The plugin's jar, or the folder of its classes. */
  private static Path source() {
    try {
      return Path.of(OpenCv.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What is loaded stays loaded; only Windows keeps the file until the end of the process. */
  private static void remove(Path folder) throws IOException {
    folder.toFile().deleteOnExit();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        if (!file.toFile().delete()) {
          file.toFile().deleteOnExit();
        }
      }
    }
    if (!folder.toFile().delete()) {
      folder.toFile().deleteOnExit();
    }
  }
}
