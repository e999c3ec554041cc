package io.irepa.cache;

import io.irepa.IoReason;
import io.irepa.IrepaException;
import io.irepa.config.Chosen;
import io.irepa.config.Names;
import io.irepa.config.Records;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;

/**
 * What an encoder or autoencoder is, told without loading it: its settings, and size and CRC-32C of
 * each file that they name. Where the file lies does not count, nor do settings that may change
 * when a run goes on.
 */
final class ComponentText {
  private final Map<String, String> lines = new TreeMap<>();

  private ComponentText() {}

  /**
   * One value for each key.
   *
   * @param key before those of the settings
   * @throws IrepaException if a file cannot be read
   */
  static Map<String, String> of(String key, Chosen<?> component) {
    ComponentText text = new ComponentText();
    text.lines.put(key, component.component().type());
    component.settings().ifPresent(settings -> text.add(key, settings));
    return text.lines;
  }

  /** Whether the settings name a file, so that its weights come from there. */
  static boolean namesFiles(Chosen<?> component) {
    return component.settings().stream()
        .anyMatch(
            settings ->
                Arrays.stream(settings.getClass().getRecordComponents())
                    .anyMatch(part -> isPath(Records.get(settings, part))));
  }

  private void add(String key, Object value) {
    if (value instanceof Optional<?> optional) {
      optional.ifPresent(present -> add(key, present));
    } else if (value instanceof Path path) {
      file(key, path);
    } else if (value instanceof Chosen<?> chosen) {
      lines.put(key, chosen.component().type());
      chosen.settings().ifPresent(settings -> add(key, settings));
    } else if (value instanceof Record record) {
      for (RecordComponent component : record.getClass().getRecordComponents()) {
        Object part = Records.get(record, component);
        if (!Records.mayChange(component) || isPath(part)) {
          add(key + "." + Names.kebab(component.getName()), part);
        }
      }
    } else if (value instanceof List<?> list && list.stream().anyMatch(Record.class::isInstance)) {
      for (int i = 0; i < list.size(); i++) {
        add(key + "." + i, list.get(i));
      }
    } else {
      lines.put(key, String.valueOf(value).replaceAll("\\s+", " "));
    }
  }

  private static boolean isPath(Object value) {
    return value instanceof Path
        || (value instanceof Optional<?> some && some.orElse(null) instanceof Path);
  }

  private void file(String key, Path path) {
    try {
      CRC32C sum = new CRC32C();
      long bytes = 0;
      for (Path file : files(path)) {
        try (InputStream in = new CheckedInputStream(Files.newInputStream(file), sum)) {
          bytes += in.transferTo(OutputStream.nullOutputStream());
        }
      }
      lines.put(key, "%d bytes, crc32c %08x".formatted(bytes, sum.getValue()));
    } catch (IOException e) {
      throw new IrepaException(
          "The file %s of %s cannot be read: %s.".formatted(path, key, IoReason.of(e)), e);
    }
  }

  /** The file; all in a folder; or an index of weights and the weights beside it. */
  private static List<Path> files(Path path) throws IOException {
    boolean index = path.toString().endsWith(".json");
    if (!index && !Files.isDirectory(path)) {
      return List.of(path);
    }
    Path folder = index ? path.toAbsolutePath().getParent() : path;
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(
              file ->
                  !index
                      || file.equals(path.toAbsolutePath())
                      || file.toString().endsWith(".safetensors"))
          .sorted()
          .toList();
    }
  }
}
