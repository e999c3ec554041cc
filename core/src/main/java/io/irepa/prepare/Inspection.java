package io.irepa.prepare;

import io.irepa.IoReason;
import io.irepa.image.ImageHeader;
import io.irepa.image.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * What a set of images is like.
 *
 * @param images that can be read, as far as is known
 * @param bytes of all files
 * @param classes images by class
 * @param formats images by format and channels
 * @param sizes widths, heights and shorter sides, each with least, tenth, middle, ninetieth of
 *     hundred, and most
 * @param broken reasons by name
 * @param duplicates names of files of the same bytes, each group sorted
 * @param finished false if it was stopped before its end
 */
public record Inspection(
    int images,
    long bytes,
    Map<String, Integer> classes,
    Map<String, Integer> formats,
    Map<String, List<Integer>> sizes,
    Map<String, String> broken,
    List<List<String>> duplicates,
    boolean finished) {
  private static final int[] SHARES = {0, 10, 50, 90, 100};

  /**
   * Looks through all files; a broken one stops nothing.
   *
   * @param tree read from several threads
   * @param decode whether pixels are decoded too, which finds what headers do not tell
   * @param threads that work at once
   * @param bar takes note of each image
   * @param stop asked before each image
   * @return what was found
   */
  public static Inspection of(
      ImageTree tree, boolean decode, int threads, Bar bar, BooleanSupplier stop) {
    List<ImageTree.Entry> entries = tree.entries();
    ImageHeader[] headers = new ImageHeader[entries.size()];
    long[] lengths = new long[entries.size()];
    String[] sums = new String[entries.size()];
    Map<String, String> broken = new ConcurrentSkipListMap<>();
    boolean finished =
        Workers.run(
            threads,
            entries.size(),
            stop,
            i -> {
              ImageTree.Entry entry = entries.get(i);
              try {
                byte[] bytes = Files.readAllBytes(entry.file());
                lengths[i] = bytes.length;
                sums[i] = Sum.of(bytes);
                ImageHeader header = ImageHeader.of(bytes);
                if (decode) {
                  Picture.decode(bytes, entry.name(), 1);
                }
                headers[i] = header;
              } catch (IOException e) {
                broken.put(
                    entry.name(),
                    IoReason.of(e).replace(entry.name() + ": ", "").replaceAll("\\s+", " "));
              }
              bar.done(1);
            });
    return found(entries, headers, lengths, sums, broken, finished);
  }

  private static Inspection found(
      List<ImageTree.Entry> entries,
      ImageHeader[] headers,
      long[] lengths,
      String[] sums,
      Map<String, String> broken,
      boolean finished) {
    Map<String, Integer> classes = new TreeMap<>();
    Map<String, Integer> formats = new TreeMap<>();
    Map<String, List<String>> same = new HashMap<>();
    for (int i = 0; i < headers.length; i++) {
      ImageTree.Entry entry = entries.get(i);
      classes.merge(entry.label(), headers[i] == null ? 0 : 1, Integer::sum);
      if (headers[i] != null) {
        formats.merge(kind(headers[i]), 1, Integer::sum);
      }
      if (sums[i] != null) {
        same.computeIfAbsent(sums[i], key -> new ArrayList<>()).add(entry.name());
      }
    }
    ImageHeader[] read =
        Arrays.stream(headers).filter(header -> header != null).toArray(ImageHeader[]::new);
    Map<String, List<Integer>> sizes = new LinkedHashMap<>();
    if (read.length > 0) {
      sizes.put("width", spread(Arrays.stream(read).mapToInt(ImageHeader::width)));
      sizes.put("height", spread(Arrays.stream(read).mapToInt(ImageHeader::height)));
      sizes.put(
          "shorter side",
          spread(Arrays.stream(read).mapToInt(h -> Math.min(h.width(), h.height()))));
    }
    List<List<String>> duplicates =
        same.values().stream()
            .filter(names -> names.size() > 1)
            .sorted((a, b) -> a.get(0).compareTo(b.get(0)))
            .toList();
    return new Inspection(
        read.length,
        Arrays.stream(lengths).sum(),
        classes,
        formats,
        sizes,
        new TreeMap<>(broken),
        duplicates,
        finished);
  }

  private static String kind(ImageHeader header) {
    return "%s, %d %s%s"
        .formatted(
            header.format(),
            header.channels(),
            header.channels() == 1 ? "channel" : "channels",
            header.alpha() ? " with alpha" : "");
  }

  private static List<Integer> spread(IntStream numbers) {
    int[] sorted = numbers.sorted().toArray();
    return Arrays.stream(SHARES)
        .map(share -> sorted[(int) Math.round((sorted.length - 1) * share / 100.0)])
        .boxed()
        .toList();
  }
}
