package io.irepa.torchfile;

import io.irepa.tensor.StoredArray.Extent;
import io.irepa.tensor.StoredFile;
import io.irepa.tensor.StoredFormat;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The format before PyTorch 1.6: pickles of a magic number, a version, facts about the machine, the
 * tree and the storages' keys, then each storage as a count and its numbers.
 */
final class LegacyFile {
  private static final byte[] MAGIC = {
    (byte) 0x80,
    2,
    (byte) 0x8a,
    10,
    0x6c,
    (byte) 0xfc,
    (byte) 0x9c,
    0x46,
    (byte) 0xf9,
    0x20,
    0x6a,
    (byte) 0xa8,
    0x50,
    0x19,
    '.'
  };
  private static final int MOST_PICKLE = 1 << 26;

  private final StoredFile file;
  private final ByteBuffer start;
  private final Map<String, StoredFormat> formats = new HashMap<>();

  private LegacyFile(StoredFile file) {
    this.file = file;
    this.start = file.bytes(0, (int) Math.min(MOST_PICKLE, file.size()));
  }

  static boolean is(StoredFile file) {
    return file.size() >= MAGIC.length
        && file.bytes(0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC));
  }

  /** Reads the tree twice: where storages lie is known only after it. */
  static Object tree(StoredFile file) {
    LegacyFile legacy = new LegacyFile(file);
    PickleBytes bytes = legacy.upToTree();
    legacy.load(bytes, legacy::note);
    if (!(legacy.load(bytes, legacy::note) instanceof List<?> keys)) {
      throw file.damaged("the keys of its storages are missing");
    }
    Map<String, Extent> places = legacy.places(keys, bytes.position());
    return legacy.load(
        legacy.upToTree(),
        (key, format, count) -> Optional.of(legacy.place(places, key, format, count)));
  }

  private PickleBytes upToTree() {
    PickleBytes bytes = new PickleBytes(file.path(), "the file", start.duplicate());
    bytes.skip(MAGIC.length);
    Object version = load(bytes, this::note);
    if (!version.equals(1001L)) {
      throw file.damaged("the version of its format is not 1001");
    }
    load(bytes, this::note);
    return bytes;
  }

  private Object load(PickleBytes bytes, TorchNames.Storages storages) {
    return new Pickle(bytes, new TorchNames(file, false, storages)).load();
  }

  private Optional<Extent> note(String key, StoredFormat format, long count) {
    formats.put(key, format);
    return Optional.empty();
  }

  private Map<String, Extent> places(List<?> keys, long from) {
    Map<String, Extent> places = new HashMap<>();
    long at = from;
    for (Object key : keys) {
      if (!(key instanceof String name) || !formats.containsKey(name)) {
        throw file.damaged("its tree has no storage of a key that is listed");
      }
      long count = file.bytes(at, 8).getLong();
      int size = formats.get(name).bytes();
      if (count < 0 || count > (file.size() - at - 8) / size) {
        throw file.damaged("it ends before its storage " + name + " does");
      }
      places.put(name, new Extent(at + 8, count * size));
      at += 8 + count * size;
    }
    return places;
  }

  private Extent place(Map<String, Extent> places, String key, StoredFormat format, long count) {
    Extent place = places.get(key);
    if (place == null || place.bytes() != count * format.bytes()) {
      throw file.damaged("its storage " + key + " is missing, or has another length");
    }
    return place;
  }
}
