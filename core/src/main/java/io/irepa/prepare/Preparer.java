package io.irepa.prepare;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.irepa.IoReason;
import io.irepa.IrepaException;
import io.irepa.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/**
 * Makes a folder of squares of one size from images of any. It can be stopped or killed at any
 * time: every file is whole or not there, and the same work goes on where it was, and ends with the
 * same bytes.
 */
public final class Preparer {
  private static final String SETTINGS = "prepared.json";
  private static final String CLASSES = "classes.tsv";
  private static final String BROKEN = "broken.tsv";
  private static final String SUMS = "SHA256SUMS";
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final ImageTree source;
  private final Path folder;
  private final PrepareSettings settings;
  private final Map<String, String> broken = new ConcurrentSkipListMap<>();
  private final Map<String, String> sums = new ConcurrentSkipListMap<>();

  /**
   * What was done.
   *
   * @param finished whether all is there
   * @param images in the result; 0 unless finished
   * @param files in the result; 0 unless finished
   * @param broken the reasons by image, of those that were passed over
   */
  public record Result(boolean finished, int images, int files, Map<String, String> broken) {}

  /**
   * For one folder.
   *
   * @param source not closed here
   * @param folder made if it is not there
   * @param settings how
   */
  public Preparer(ImageTree source, Path folder, PrepareSettings settings) {
    this.source = source;
    this.folder = folder;
    this.settings = settings;
  }

  /**
   * Does the work, or the rest of it.
   *
   * @param names what a class folder is called otherwise, such as a synset's words
   * @param threads that work at once
   * @param bar makes what is shown meanwhile, from the number of images
   * @param stop asked from time to time
   * @return what was done
   * @throws IrepaException if the folder holds something else, it cannot be written, or more images
   *     are damaged than the limit allows
   */
  public Result run(
      Function<String, Optional<String>> names,
      int threads,
      IntFunction<Bar> bar,
      BooleanSupplier stop) {
    try {
      open();
      Target target =
          settings.shard().isPresent()
              ? new TarTarget(this, settings.shard().getAsInt())
              : new TreeTarget(this);
      Bar shown = bar.apply(source.entries().size());
      if (!Workers.run(threads, target.pieces(), stop, n -> shown.done(written(target, n)))) {
        return new Result(false, 0, 0, broken);
      }
      close(names);
      return new Result(true, source.entries().size() - broken.size(), sums.size(), broken);
    } catch (IOException e) {
      throw unwritten(e);
    }
  }

  private int written(Target target, int piece) {
    try {
      return target.write(piece);
    } catch (IOException e) {
      throw unwritten(e);
    }
  }

  private IrepaException unwritten(IOException e) {
    return new IrepaException(
        "%s cannot be written: %s. What is done is kept; the same command goes on."
            .formatted(folder, IoReason.of(e)),
        e);
  }

  private void open() throws IOException {
    Map<String, Object> described = settings.described(source.entries().size(), listing());
    Path file = folder.resolve(SETTINGS);
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new IrepaException(folder + " is a file. Name a folder, or one that is not there.");
    }
    if (Files.exists(file)) {
      Map<?, ?> before = JSON.readValue(Files.readAllBytes(file), Map.class);
      Map<?, ?> now = JSON.readValue(JSON.writeValueAsBytes(described), Map.class);
      for (String key : new TreeMap<>(described).keySet()) {
        if (!now.get(key).equals(before.get(key))) {
          throw new IrepaException(
              "%s was prepared otherwise: its %s was %s, and is now %s. Name another folder, or remove it."
                  .formatted(folder, key, before.get(key), now.get(key)));
        }
      }
      if (before.size() != now.size()) {
        throw new IrepaException(
            folder + " was prepared otherwise, in shards or without. Name another folder.");
      }
      sweep();
      return;
    }
    Files.createDirectories(folder);
    try (Stream<Path> files = Files.list(folder)) {
      if (files.findAny().isPresent()) {
        throw new IrepaException(
            folder
                + " holds other files. Name a folder that is empty or not there, or one that this"
                + " command began.");
      }
    }
    WholeFile.write(file, JSON.writeValueAsString(described) + "\n");
  }

  /** What a killed process was writing. */
  private void sweep() throws IOException {
    try (Stream<Path> files = Files.walk(folder, 2)) {
      for (Path file : (Iterable<Path>) files.filter(Preparer::isAside)::iterator) {
        Files.delete(file);
      }
    }
  }

  private static boolean isAside(Path file) {
    String name = file.getFileName().toString();
    return name.startsWith(".") && name.endsWith(".writing");
  }

  /** Of all names and sizes. */
  private String listing() throws IOException {
    MessageDigest digest = Sum.start();
    for (ImageTree.Entry entry : source.entries()) {
      String line = entry.name() + "\t" + Files.size(entry.file()) + "\n";
      digest.update(line.getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(digest.digest(), 0, 8);
  }

  private void close(Function<String, Optional<String>> names) throws IOException {
    StringBuilder classes = new StringBuilder();
    List<String> labels = source.labels();
    for (int i = 0; i < labels.size(); i++) {
      String name = names.apply(labels.get(i)).orElse(labels.get(i));
      classes.append(i).append('\t').append(labels.get(i)).append('\t').append(name).append('\n');
    }
    WholeFile.write(folder.resolve(CLASSES), classes.toString());
    StringBuilder reasons = new StringBuilder();
    broken.forEach((name, reason) -> reasons.append(name + "\t" + reason + "\n"));
    WholeFile.write(folder.resolve(BROKEN), reasons.toString());
    StringBuilder lines = new StringBuilder();
    sums.forEach((name, sum) -> lines.append(sum + "  " + name + "\n"));
    WholeFile.write(folder.resolve(SUMS), lines.toString());
  }

  Path folder() {
    return folder;
  }

  PrepareSettings settings() {
    return settings;
  }

  List<ImageTree.Entry> entries() {
    return source.entries();
  }

  List<String> labels() {
    return new ArrayList<>(source.labels());
  }

  void summed(String name, String sum) {
    sums.put(name, sum);
  }

  /**
   * An image as it is to be stored.
   *
   * @return empty if it is damaged, which is then noted
   * @throws IrepaException if that is one too many
   */
  Optional<byte[]> square(ImageTree.Entry entry) throws IOException {
    try {
      return Optional.of(
          Encoded.bytes(
              io.irepa.image.Picture.decode(
                      Files.readAllBytes(entry.file()), entry.name(), settings.background())
                  .centreCrop(settings.size()),
              settings.format(),
              settings.quality()));
    } catch (IOException e) {
      broken.put(entry.name(), reason(entry, e));
      int most = settings.mostBroken(source.entries().size());
      if (broken.size() > most) {
        throw new IrepaException(
            "%d of %d images cannot be read, and at most %d may (--broken-limit); the first is %s: %s."
                .formatted(
                    broken.size(),
                    source.entries().size(),
                    most,
                    broken.keySet().iterator().next(),
                    broken.values().iterator().next()),
            e);
      }
      return Optional.empty();
    }
  }

  private static String reason(ImageTree.Entry entry, IOException e) {
    return IoReason.of(e).replace(entry.name() + ": ", "").replaceAll("\\s+", " ");
  }

  /** How the result lies on the disk. */
  interface Target {
    /** How many pieces may be written independently. */
    int pieces();

    /**
     * Writes a piece, or finds it.
     *
     * @return how many of the source's images it is made of
     */
    int write(int piece) throws IOException;
  }
}
