package io.irepa.torchfile;

import io.irepa.IrepaException;
import io.irepa.tensor.StoredArray;
import io.irepa.tensor.StoredArray.Extent;
import io.irepa.tensor.StoredFile;
import io.irepa.tensor.StoredFormat;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * An open file of {@code torch.save}, or of {@code torch.jit.save}, of which the program is left
 * alone and the modules are maps of their attributes. Opening it reads the tree of values; tensors
 * are read one at a time, later.
 */
public final class TorchFile implements AutoCloseable {
  private static final int MOST_PICKLE = 1 << 26;
  private static final int ZIP = 0x04034b50;

  private final StoredFile file;
  private final Object root;

  private TorchFile(StoredFile file, Object root) {
    this.file = file;
    this.root = root;
  }

  /**
   * Opens a file, and runs nothing that it names.
   *
   * @param path of the file
   * @return to be closed, once no tensor of it is read any more
   * @throws IrepaException if it is missing, damaged, or holds anything but plain values and
   *     tensors
   */
  public static TorchFile open(Path path) {
    StoredFile file = StoredFile.open(path);
    boolean whole = false;
    try {
      TorchFile opened = new TorchFile(file, tree(file));
      whole = true;
      return opened;
    } finally {
      if (!whole) {
        file.close();
      }
    }
  }

  /**
   * What was saved.
   *
   * @return maps, lists (tuples too), sets, texts, Long, Double, Boolean, {@link
   *     java.math.BigInteger}, {@link TorchNone}, and tensors as {@link StoredArray}; a list may
   *     contain itself
   */
  public Object root() {
    return root;
  }

  private static Object tree(StoredFile file) {
    if (file.size() < 4) {
      throw file.damaged("it has " + file.size() + " bytes");
    }
    if (file.bytes(0, 4).getInt() == ZIP) {
      return zipped(file);
    }
    if (LegacyFile.is(file)) {
      return LegacyFile.tree(file);
    }
    throw new IrepaException(
        "%s is no file of torch.save. Files of its first releases, and of other programs, are not read here; load it with PyTorch and save it again."
            .formatted(file.path()));
  }

  private static Object zipped(StoredFile file) {
    Map<String, Extent> entries = ZipEntries.read(file);
    String folder =
        entries.keySet().stream()
            .filter(name -> name.endsWith("/data.pkl"))
            .findFirst()
            .map(name -> name.substring(0, name.length() - "data.pkl".length()))
            .orElseThrow(() -> file.damaged("it is a zip file without data.pkl"));
    Optional.ofNullable(entries.get(folder + "byteorder")).ifPresent(at -> checkOrder(file, at));
    Pickle pickle =
        new Pickle(
            new PickleBytes(
                file.path(), "data.pkl", pickle(file, entries.get(folder + "data.pkl"))),
            new TorchNames(
                file,
                entries.containsKey(folder + "constants.pkl"),
                (key, format, count) ->
                    Optional.of(storage(file, entries, folder, key, format, count))));
    return pickle.load();
  }

  private static void checkOrder(StoredFile file, Extent at) {
    ByteBuffer order = file.bytes(at.position(), (int) Math.min(16, at.bytes()));
    if (!StandardCharsets.US_ASCII.decode(order).toString().equals("little")) {
      throw file.damaged("its numbers are not little-endian; save it on another machine");
    }
  }

  private static ByteBuffer pickle(StoredFile file, Extent at) {
    if (at.bytes() > MOST_PICKLE) {
      throw file.damaged(
          "data.pkl has %d bytes; %d are the most that is read".formatted(at.bytes(), MOST_PICKLE));
    }
    return file.bytes(at.position(), (int) at.bytes());
  }

  private static Extent storage(
      StoredFile file,
      Map<String, Extent> entries,
      String folder,
      String key,
      StoredFormat format,
      long count) {
    Extent entry = entries.get(folder + "data/" + key);
    if (entry == null) {
      throw file.damaged("it has no entry data/" + key);
    }
    if (count > entry.bytes() / format.bytes()) {
      throw file.damaged(
          "its entry data/%s has %d bytes, too few for %d numbers of %d"
              .formatted(key, entry.bytes(), count, format.bytes()));
    }
    return new Extent(entry.position(), count * format.bytes());
  }

  @Override
  public void close() {
    file.close();
  }
}
