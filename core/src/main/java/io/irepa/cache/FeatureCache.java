package io.irepa.cache;

import io.irepa.IoReason;
import io.irepa.IrepaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.Stream;

/**
 * A whole cache of one encoder's tokens. Opening it looks whether all files are there; each is
 * mapped, and its header checked, when it is first read. Any thread reads it.
 */
final class FeatureCache {
  static final String MANIFEST = "cache.txt";
  static final String FINGERPRINT = "fingerprint";

  private final Path folder;
  private final CacheLayout layout;
  private final boolean recomputes;
  private final AtomicReferenceArray<Shard> shards;

  private FeatureCache(Path folder, CacheLayout layout, boolean recomputes) {
    this.folder = folder;
    this.layout = layout;
    this.recomputes = recomputes;
    this.shards = new AtomicReferenceArray<>(layout.shards());
  }

  /**
   * Opens the cache of a key.
   *
   * @throws IrepaException if there is none, or it is not whole, saying how it differs from those
   *     that are there
   */
  static FeatureCache open(CacheKey key) {
    if (!Files.exists(key.folder().resolve(MANIFEST))) {
      throw new IrepaException(
          "There are no cached features of this encoder and these data in %s.%s Run 'irepa cache features' with the configuration first."
              .formatted(key.folder().toAbsolutePath().getParent(), others(key)));
    }
    return open(key.folder(), key.layout(), key.recomputes());
  }

  /**
   * @param recomputes whether tokens of an orientation that is not stored are left to the encoder
   */
  static FeatureCache open(Path folder, CacheLayout layout, boolean recomputes) {
    BitSet there = new BitSet();
    try (Stream<Path> files = Files.list(folder)) {
      files.forEach(file -> number(file).ifPresent(there::set));
    } catch (IOException e) {
      throw Shard.damaged(folder, IoReason.of(e));
    }
    int missing = there.nextClearBit(0);
    if (missing < layout.shards()) {
      throw new IrepaException(
          "The cached features in %s are not whole: %s is missing, %d of %d files are there. Run 'irepa cache features' with the configuration again; it goes on where it stopped."
              .formatted(folder, CacheLayout.name(missing), there.cardinality(), layout.shards()));
    }
    return new FeatureCache(folder, layout, recomputes);
  }

  private static OptionalInt number(Path file) {
    String name = file.getFileName().toString();
    return name.matches("shard-[0-9]{6,9}\\.tokens")
        ? OptionalInt.of(Integer.parseInt(name.substring(6, name.indexOf('.'))))
        : OptionalInt.empty();
  }

  /** How the nearest other cache of the same folder differs; empty if there is none. */
  private static String others(CacheKey key) {
    List<String> nearest = List.of();
    Path root = key.folder().toAbsolutePath().getParent();
    try (Stream<Path> folders = Files.exists(root) ? Files.list(root) : Stream.empty()) {
      for (Path folder : folders.sorted().toList()) {
        Path manifest = folder.resolve(MANIFEST);
        if (Files.exists(manifest)) {
          List<String> differences = differences(read(manifest), key);
          nearest =
              nearest.isEmpty() || differences.size() < nearest.size() ? differences : nearest;
        }
      }
    } catch (IOException e) {
      throw Shard.damaged(root, IoReason.of(e));
    }
    return nearest.isEmpty()
        ? ""
        : " The nearest that is there differs: " + String.join("; ", nearest) + ".";
  }

  /** The values of a manifest, one a line. */
  static Map<String, String> read(Path manifest) throws IOException {
    Map<String, String> values = new HashMap<>();
    for (String line : Files.readAllLines(manifest)) {
      int colon = line.indexOf(": ");
      if (colon > 0) {
        values.put(line.substring(0, colon), line.substring(colon + 2));
      }
    }
    return values;
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

  /**
   * The tokens of an image.
   *
   * @param index of the example
   * @param hash of its pixels
   * @return [T,K]; empty if they are left to the encoder
   * @throws IrepaException if the image is not the one that was encoded, or the file is damaged
   */
  float[] tokens(long index, long hash) {
    Shard shard = shard((int) (index / layout.shard()));
    int place = (int) (index % layout.shard());
    for (int orientation = 0; orientation < layout.orientations(); orientation++) {
      if (shard.hash(place, orientation) == hash) {
        return recomputes && orientation >= layout.stored()
            ? new float[0]
            : shard.tokens(place, orientation);
      }
    }
    throw new IrepaException(
        "Image %d of the data is not the one whose features are cached in %s: it has changed, or the data source varies images by more than mirroring. Run 'irepa cache features' with the configuration again; it encodes what has changed."
            .formatted(index, folder));
  }

  private Shard shard(int file) {
    Shard shard = shards.get(file);
    if (shard == null) {
      shard = Shard.open(folder, layout, file);
      shards.set(file, shard);
    }
    return shard;
  }
}
