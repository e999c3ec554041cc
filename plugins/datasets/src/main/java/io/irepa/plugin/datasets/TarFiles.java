package io.irepa.plugin.datasets;

import io.irepa.IoReason;
import io.irepa.IrepaException;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Which shards a path means: a file, a folder's, or those that fit a pattern. */
final class TarFiles {
  private static final Pattern NUMBERS = Pattern.compile("\\{(\\d+)\\.\\.(\\d+)}");
  private static final int MOST = 1_000_000;

  private TarFiles() {}

  /**
   * The shards, sorted by name.
   *
   * @return empty if there are none
   * @throws IrepaException if the folder cannot be read, or a shard of {000..146} is missing
   */
  static List<Path> of(Path path) {
    if (Files.isRegularFile(path)) {
      return List.of(path);
    }
    try {
      if (Files.isDirectory(path)) {
        try (Stream<Path> files = Files.list(path)) {
          return files.filter(TarFiles::isTar).sorted().toList();
        }
      }
      Path folder = path.toAbsolutePath().getParent();
      String pattern = path.getFileName().toString();
      Matcher numbers = NUMBERS.matcher(pattern);
      if (numbers.find()) {
        return numbered(folder, pattern, numbers);
      }
      if (pattern.matches(".*[*?{\\[].*") && Files.isDirectory(folder)) {
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
        try (Stream<Path> files = Files.list(folder)) {
          return files.filter(file -> matcher.matches(file.getFileName())).sorted().toList();
        }
      }
      return List.of();
    } catch (IOException e) {
      throw new IrepaException(
          "The shards in %s cannot be listed: %s.".formatted(path, IoReason.of(e)), e);
    }
  }

  private static boolean isTar(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return !name.startsWith(".")
        && (name.endsWith(".tar") || name.contains(".tar.") || name.endsWith(".tgz"));
  }

  private static List<Path> numbered(Path folder, String pattern, Matcher numbers) {
    int first = Integer.parseInt(numbers.group(1));
    int last = Integer.parseInt(numbers.group(2));
    if (last < first || last - first >= MOST) {
      throw new IrepaException("The pattern %s counts no shards.".formatted(pattern));
    }
    String digits = "%0" + numbers.group(1).length() + "d";
    List<Path> shards =
        IntStream.rangeClosed(first, last)
            .mapToObj(
                i ->
                    folder.resolve(
                        pattern.substring(0, numbers.start())
                            + digits.formatted(i)
                            + pattern.substring(numbers.end())))
            .toList();
    List<Path> there = shards.stream().filter(Files::isRegularFile).toList();
    if (!there.isEmpty() && there.size() < shards.size()) {
      throw new IrepaException(
          "%d of the %d shards of %s are not there: %s."
              .formatted(
                  shards.size() - there.size(),
                  shards.size(),
                  folder.resolve(pattern),
                  shards.stream()
                      .filter(shard -> !there.contains(shard))
                      .limit(3)
                      .map(shard -> shard.getFileName().toString())
                      .collect(Collectors.joining(", "))));
    }
    return there;
  }
}
