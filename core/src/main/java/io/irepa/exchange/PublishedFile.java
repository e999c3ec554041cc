package io.irepa.exchange;

import io.irepa.IrepaException;
import io.irepa.tensor.SafetensorsFile;
import io.irepa.tensor.StoredArray;
import io.irepa.torchfile.TorchFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A file of published code: {@code model}, averages, {@code opt}, {@code args} and {@code steps},
 * or some of these, or the arrays of one model alone.
 */
final class PublishedFile implements AutoCloseable {
  private final Path path;
  private final AutoCloseable opened;
  private final Optional<Map<String, StoredArray>> model;
  private final List<Map<String, StoredArray>> averages;
  private final Map<?, ?> others;

  private PublishedFile(
      Path path,
      AutoCloseable opened,
      Optional<Map<String, StoredArray>> model,
      List<Map<String, StoredArray>> averages,
      Map<?, ?> others) {
    this.path = path;
    this.opened = opened;
    this.model = model;
    this.averages = averages;
    this.others = others;
  }

  /**
   * Opens a file.
   *
   * @param keys of the averages, if it has any
   * @throws IrepaException if it cannot be read, or holds no model
   */
  static PublishedFile open(Path path, List<String> keys) {
    if (path.toString().endsWith(".safetensors")) {
      SafetensorsFile file = SafetensorsFile.open(path);
      return new PublishedFile(path, file, Optional.of(bare(file.arrays())), List.of(), Map.of());
    }
    TorchFile file = TorchFile.open(path);
    boolean whole = false;
    try {
      PublishedFile published = of(path, file, keys);
      whole = true;
      return published;
    } finally {
      if (!whole) {
        file.close();
      }
    }
  }

  private static PublishedFile of(Path path, TorchFile file, List<String> keys) {
    if (!(file.root() instanceof Map<?, ?> map)) {
      throw new IrepaException(path + " holds no checkpoint: what was saved is no dict.");
    }
    Optional<Map<String, StoredArray>> model = arrays(path, map, "model");
    List<Map<String, StoredArray>> averages =
        keys.stream().flatMap(key -> arrays(path, map, key).stream()).toList();
    if (model.isPresent() || !averages.isEmpty()) {
      return new PublishedFile(path, file, model, averages, map);
    }
    Optional<Map<String, StoredArray>> nested = arrays(path, map, "state_dict");
    Map<String, StoredArray> alone = nested.orElseGet(() -> arrays(path, map));
    return new PublishedFile(path, file, Optional.of(alone), List.of(), Map.of());
  }

  private static Optional<Map<String, StoredArray>> arrays(Path path, Map<?, ?> map, String key) {
    return map.get(key) instanceof Map<?, ?> inner
        ? Optional.of(arrays(path, inner))
        : Optional.empty();
  }

  private static Map<String, StoredArray> arrays(Path path, Map<?, ?> map) {
    Map<String, StoredArray> arrays = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (!(entry.getKey() instanceof String name)
          || !(entry.getValue() instanceof StoredArray array)) {
        throw new IrepaException(
            "%s holds no checkpoint that can be imported: %s is no tensor. A dict with model or an average is, or a dict of tensors."
                .formatted(path, entry.getKey()));
      }
      arrays.put(name, array);
    }
    if (arrays.isEmpty()) {
      throw new IrepaException(path + " holds no arrays.");
    }
    return bare(arrays);
  }

  /** Without what DistributedDataParallel and torch.compile put before all names. */
  private static Map<String, StoredArray> bare(Map<String, StoredArray> arrays) {
    Map<String, StoredArray> bare = arrays;
    for (String prefix = prefix(bare); !prefix.isEmpty(); prefix = prefix(bare)) {
      Map<String, StoredArray> shorter = new LinkedHashMap<>();
      int length = prefix.length();
      bare.forEach((name, array) -> shorter.put(name.substring(length), array));
      bare = shorter;
    }
    return bare;
  }

  private static String prefix(Map<String, StoredArray> arrays) {
    for (String prefix : new String[] {"module.", "_orig_mod."}) {
      if (!arrays.isEmpty() && arrays.keySet().stream().allMatch(name -> name.startsWith(prefix))) {
        return prefix;
      }
    }
    return "";
  }

  Path path() {
    return path;
  }

  /** The trained arrays, or, if the file has only averages, the first of those. */
  Map<String, StoredArray> model() {
    return model.orElseGet(() -> averages.get(0));
  }

  /** The averages; empty if the file has none. */
  List<Map<String, StoredArray>> averages() {
    return averages;
  }

  /** The optimizer's state, whose indices count the arrays of {@link #model}. */
  Optional<PublishedOptimizer> optimizer() {
    return others.get("opt") instanceof Map<?, ?> state
        ? Optional.of(PublishedOptimizer.of(path, state))
        : Optional.empty();
  }

  OptionalLong steps() {
    return others.get("steps") instanceof Long steps
        ? OptionalLong.of(steps)
        : OptionalLong.empty();
  }

  /** The settings of the published code's run; empty if the file has none. */
  Map<?, ?> args() {
    return others.get("args") instanceof Map<?, ?> args ? args : Map.of();
  }

  @Override
  public void close() {
    try {
      opened.close();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IrepaException("Cannot close " + path + ".", e);
    }
  }
}
