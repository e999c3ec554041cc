package io.irepa.report;

import java.nio.file.Path;
import java.util.List;

/** Short names of runs that tell them apart: as much of the end of each path as that takes. */
final class Labels {
  private Labels() {}

  static List<String> of(List<Path> folders) {
    List<Path> paths = folders.stream().map(path -> path.toAbsolutePath().normalize()).toList();
    int most = paths.stream().mapToInt(Path::getNameCount).max().orElse(1);
    for (int names = 1; names < most; names++) {
      int some = names;
      List<String> labels = paths.stream().map(path -> end(path, some)).toList();
      if (labels.stream().distinct().count() == labels.size()) {
        return labels;
      }
    }
    return paths.stream().map(Path::toString).toList();
  }

  private static String end(Path path, int names) {
    int count = path.getNameCount();
    return count == 0
        ? path.toString()
        : path.subpath(Math.max(0, count - names), count).toString();
  }
}
