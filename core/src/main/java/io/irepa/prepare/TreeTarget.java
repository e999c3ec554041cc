package io.irepa.prepare;

import io.irepa.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Files in class folders, which is what the data source image-folder reads. */
final class TreeTarget implements Preparer.Target {
  private final Preparer preparer;
  private final List<String> names = new ArrayList<>();

  TreeTarget(Preparer preparer) throws IOException {
    this.preparer = preparer;
    Set<String> taken = new HashSet<>();
    for (ImageTree.Entry entry : preparer.entries()) {
      String inner =
          entry.name().startsWith(entry.label() + "/")
              ? entry.name().substring(entry.label().length() + 1)
              : entry.name();
      String flat = inner.replace('/', '-');
      String name = flat.substring(0, flat.lastIndexOf('.'));
      // Two files that differ in their ending alone keep it.
      if (!taken.add(entry.label() + "/" + name)) {
        name = flat.replace('.', '-');
        for (int n = 2; !taken.add(entry.label() + "/" + name); n++) {
          name = flat.replace('.', '-') + "-" + n;
        }
      }
      names.add(entry.label() + "/" + name + "." + preparer.settings().format());
    }
    for (String label : preparer.labels()) {
      Files.createDirectories(preparer.folder().resolve(label));
    }
  }

  @Override
  public int pieces() {
    return names.size();
  }

  @Override
  public int write(int piece) throws IOException {
    Path file = preparer.folder().resolve(names.get(piece));
    if (Files.exists(file)) {
      preparer.summed(names.get(piece), Sum.of(file));
      return 1;
    }
    Optional<byte[]> bytes = preparer.square(preparer.entries().get(piece));
    if (bytes.isPresent()) {
      WholeFile.write(file, bytes.get());
      preparer.summed(names.get(piece), Sum.of(bytes.get()));
    }
    return 1;
  }
}
