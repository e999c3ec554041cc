package io.irepa.prepare;

import io.irepa.WholeFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Tar files as WebDataset has them: for each image a file, and one of the same name and the ending
 * {@code cls} with its label as a number. Images of all classes lie in each, spread evenly, so that
 * a program that reads one after another does not meet one class at a time.
 */
final class TarTarget implements Preparer.Target {
  private final Preparer preparer;
  private final Map<String, Integer> labels = new HashMap<>();
  private final int shards;

  TarTarget(Preparer preparer, int size) {
    this.preparer = preparer;
    int images = preparer.entries().size();
    this.shards = (images + size - 1) / size;
    List<String> names = preparer.labels();
    for (int i = 0; i < names.size(); i++) {
      labels.put(names.get(i), i);
    }
  }

  @Override
  public int pieces() {
    return shards;
  }

  private static String key(int index) {
    return "%09d".formatted(index);
  }

  @Override
  public int write(int piece) throws IOException {
    String name = "%06d.tar".formatted(piece);
    Path file = preparer.folder().resolve(name);
    int images = 0;
    if (Files.exists(file)) {
      Set<String> there = entries(file);
      for (int i = piece; i < preparer.entries().size(); i += shards) {
        images++;
        if (!there.contains(key(i) + ".cls")) {
          preparer.square(preparer.entries().get(i)); // Damaged as before; its reason is noted.
        }
      }
    } else {
      WholeFile.make(file, aside -> fill(piece, aside));
      for (int i = piece; i < preparer.entries().size(); i += shards) {
        images++;
      }
    }
    preparer.summed(name, Sum.of(file));
    return images;
  }

  private void fill(int piece, Path aside) throws IOException {
    try (OutputStream out = Files.newOutputStream(aside);
        TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
      for (int i = piece; i < preparer.entries().size(); i += shards) {
        ImageTree.Entry entry = preparer.entries().get(i);
        Optional<byte[]> image = preparer.square(entry);
        if (image.isPresent()) {
          add(tar, key(i) + "." + preparer.settings().format(), image.get());
          byte[] label = String.valueOf(labels.get(entry.label())).getBytes(StandardCharsets.UTF_8);
          add(tar, key(i) + ".cls", label);
        }
      }
    }
  }

  /** Without time or owner: the same images give the same bytes. */
  private static void add(TarArchiveOutputStream tar, String name, byte[] content)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(content.length);
    entry.setModTime(0);
    entry.setIds(0, 0);
    entry.setUserName("");
    entry.setGroupName("");
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  private static Set<String> entries(Path file) throws IOException {
    Set<String> names = new HashSet<>();
    try (InputStream in = Files.newInputStream(file);
        TarArchiveInputStream tar = new TarArchiveInputStream(in)) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        names.add(entry.getName());
      }
    }
    return names;
  }
}
