package io.irepa.weights;

import io.irepa.IoReason;
import io.irepa.IrepaException;
import io.irepa.tensor.SafetensorsFile;
import io.irepa.tensor.StoredArray;
import io.irepa.torchfile.TorchFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Named arrays of one published model, in one file or several. Nested maps of a file of {@code
 * torch.save} are joined by dots, as in {@code state_dict.module.cls_token}; what is no array is
 * left out.
 *
 * @since 0.1
 */
public final class WeightFile implements AutoCloseable {
  private static final String INDEX = "model.safetensors.index.json";
  private static final String SINGLE = "model.safetensors";

  private final Path path;
  private final List<Path> files;
  private final Map<String, StoredArray> arrays;
  private final Opened opened;

  private WeightFile(Path path, List<Path> files, Map<String, StoredArray> arrays, Opened opened) {
    this.path = path;
    this.files = List.copyOf(files);
    this.arrays = arrays;
    this.opened = opened;
  }

  /**
   * Opens weights.
   *
   * @param path of a safetensors file, of an index of shards ({@code …index.json}), of a folder
   *     with either under its usual name, or of a file of {@code torch.save}
   * @return to be closed, once no array of it is read any more
   * @throws IrepaException if there is nothing there that can be read
   */
  public static WeightFile open(Path path) {
    if (Files.isDirectory(path)) {
      return open(inFolder(path));
    }
    if (path.toString().endsWith(".index.json")) {
      Shards shards = Shards.open(path);
      return new WeightFile(path, shards.files(), shards.arrays(), shards::close);
    }
    if (isSafetensors(path)) {
      SafetensorsFile file = SafetensorsFile.open(path);
      return new WeightFile(path, List.of(path), file.arrays(), file::close);
    }
    TorchFile file = TorchFile.open(path);
    return new WeightFile(path, List.of(path), TorchArrays.of(file.root()), file::close);
  }

  /**
   * The files that an index lists.
   *
   * @param index of shards
   * @return their names, each once
   * @throws IrepaException if it cannot be read, or a name leads elsewhere
   */
  public static Set<String> shardsOf(Path index) {
    return Shards.names(index);
  }

  /**
   * Whether a name is one of a file in the same folder, on every system.
   *
   * @param name that somebody else chose
   * @return false if it may lead elsewhere, or is hidden
   */
  public static boolean isPlainName(String name) {
    return name.matches("[A-Za-z0-9_][A-Za-z0-9_.-]*");
  }

  private static Path inFolder(Path folder) {
    return List.of(INDEX, SINGLE).stream()
        .map(folder::resolve)
        .filter(Files::exists)
        .findFirst()
        .orElseThrow(
            () ->
                new IrepaException(
                    "The folder %s has neither %s nor %s. Name the file itself."
                        .formatted(folder, SINGLE, INDEX)));
  }

  /** By its name, or else by its beginning: a header that starts with a brace. */
  private static boolean isSafetensors(Path path) {
    if (path.toString().endsWith(".safetensors")) {
      return true;
    }
    try (var in = Files.newInputStream(path)) {
      byte[] start = in.readNBytes(9);
      return start.length == 9 && start[8] == '{';
    } catch (IOException e) {
      throw new IrepaException("Cannot read " + path + ": " + IoReason.of(e) + ".", e);
    }
  }

  /** {@return the place as it was given, for messages} */
  public Path path() {
    return path;
  }

  /** {@return the arrays by name, in the file's order; readable while this is open} */
  public Map<String, StoredArray> arrays() {
    return Collections.unmodifiableMap(arrays);
  }

  /**
   * A part of this, under shorter names.
   *
   * @param prefix of the names that are kept, which is cut off
   * @return closes the whole when it is closed
   */
  public WeightFile within(String prefix) {
    Map<String, StoredArray> part = new LinkedHashMap<>();
    arrays.forEach(
        (name, array) -> {
          if (name.startsWith(prefix)) {
            part.put(name.substring(prefix.length()), array);
          }
        });
    return new WeightFile(path, files, part, opened);
  }

  /**
   * What tells these weights from others, whatever their place: it reads all bytes when it is asked
   * for.
   *
   * @return the files' checksum
   */
  public FileChecksum checksum() {
    return new FileChecksum(files);
  }

  @Override
  public void close() {
    opened.close();
  }

  /** What holds the files open. */
  @FunctionalInterface
  interface Opened extends AutoCloseable {
    @Override
    void close();
  }
}
