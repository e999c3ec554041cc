package io.irepa.cache;

import io.irepa.IoReason;
import io.irepa.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The text in a cache's folder that says what it is of, one value a line. */
final class Manifest {
  private static final String NAME = "cache.txt";
  private static final String SHARD = "shard";
  private static final String FINGERPRINT = "fingerprint";

  private final Map<String, String> values;

  private Manifest(Map<String, String> values) {
    this.values = values;
  }

  static boolean isIn(Path folder) {
    return Files.exists(folder.resolve(NAME));
  }

  /** The manifest of a folder; without values if there is none. */
  static Manifest of(Path folder) throws IOException {
    Map<String, String> values = new HashMap<>();
    if (isIn(folder)) {
      for (String line : Files.readAllLines(folder.resolve(NAME))) {
        int colon = line.indexOf(": ");
        if (colon > 0) {
          values.put(line.substring(0, colon), line.substring(colon + 2));
        }
      }
    }
    return new Manifest(values);
  }

  /** What the folder's cache is of, and what made it. */
  static void write(CacheKey key, String fingerprint) throws IOException {
    WholeFile.write(
        key.folder().resolve(NAME),
        "%s%s: %d\n%s: %s\n"
            .formatted(key.text(), SHARD, key.layout().shard(), FINGERPRINT, line(fingerprint)));
  }

  static void remove(Path folder) throws IOException {
    Files.deleteIfExists(folder.resolve(NAME));
  }

  private static String line(String text) {
    return text.replaceAll("\\s+", " ");
  }

  /** Images a file: those that are there, or else as many as are asked for. */
  static int shard(Path folder, int wanted) throws IOException {
    String there = of(folder).values.getOrDefault(SHARD, "");
    return there.matches("[1-9][0-9]{0,8}") ? Integer.parseInt(there) : wanted;
  }

  /** Whether what is there comes from the network as it is: a plugin's new version may differ. */
  boolean isOf(String fingerprint) {
    return values.isEmpty() || line(fingerprint).equals(values.get(FINGERPRINT));
  }

  /** How the nearest other cache beside a key's differs; empty if there is none. */
  static String others(CacheKey key) {
    List<String> nearest = List.of();
    Path root = key.folder().toAbsolutePath().getParent();
    try (Stream<Path> folders = Files.exists(root) ? Files.list(root) : Stream.empty()) {
      for (Path folder : folders.sorted().toList()) {
        Map<String, String> there = of(folder).values;
        List<String> differences = differences(there, key);
        if (there.containsKey(key.layout().kind().network())
            && (nearest.isEmpty() || differences.size() < nearest.size())) {
          nearest = differences;
        }
      }
    } catch (IOException e) {
      throw key.layout().kind().damaged(root, IoReason.of(e));
    }
    return nearest.isEmpty()
        ? ""
        : " The nearest that is there differs: " + String.join("; ", nearest) + ".";
  }

  private static List<String> differences(Map<String, String> there, CacheKey key) {
    List<String> differences = new ArrayList<>();
    key.values()
        .forEach(
            (name, value) -> {
              String other = there.getOrDefault(name, "nothing");
              if (!other.equals(value)) {
                differences.add("%s is %s now and was %s".formatted(name, value, other));
              }
            });
    return differences;
  }
}
