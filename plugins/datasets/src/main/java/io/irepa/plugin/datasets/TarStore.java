package io.irepa.plugin.datasets;

import io.irepa.IoReason;
import io.irepa.IrepaException;
import io.irepa.image.Picture;
import io.irepa.numpy.NpyArray;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Samples of tar shards, read at their place in the file. Shards are opened for each read: there
 * may be more of them than a process may have files open.
 */
final class TarStore implements Store {
  private static final List<String> IMAGES = List.of("png", "jpg", "jpeg", "bmp", "gif");

  private final List<TarSample> samples;
  private final Listing listing;
  private final Optional<String> image;
  private final String latents;

  /** A sample's part; offsets alone are kept of the table of contents. */
  private TarStore(
      List<TarSample> samples, Listing listing, Optional<String> image, String latents) {
    this.samples = samples;
    this.listing = listing;
    this.image = image;
    this.latents = latents;
  }

  /**
   * Reads the tables of contents of all shards, and the labels.
   *
   * @throws IrepaException if a shard is damaged, or a sample lacks what is wanted
   */
  static TarStore open(WebDataset.Config config) {
    Wanted wanted = config.wanted();
    List<Path> shards = TarFiles.of(config.path());
    if (shards.isEmpty()) {
      throw new IrepaException("There is no tar file at " + config.path() + ".");
    }
    List<List<TarSample>> found = shards.parallelStream().map(TarShard::samples).toList();
    List<TarSample> samples = found.stream().flatMap(List::stream).toList();
    if (samples.isEmpty()) {
      throw new IrepaException(
          "%s: there is no sample in %d tar files.".formatted(config.path(), shards.size()));
    }
    Optional<List<String>> labels = Optional.empty();
    if (config.labelled()) {
      TarLabels where =
          TarLabels.of(config.label().map(TarStore::bare), config.labelKey(), samples.get(0));
      labels =
          Optional.of(
              found.parallelStream()
                  .map(shard -> labels(shard, where))
                  .flatMap(List::stream)
                  .toList());
    }
    Listing listing =
        new Labels(wanted.givenNames())
            .listing(
                labels,
                samples.stream().map(TarSample::key).toList(),
                row -> samples.get(row).place());
    TarStore store =
        new TarStore(
            samples,
            listing,
            config.image().map(TarStore::bare),
            config.latent().flatMap(Latents::from).map(TarStore::bare).orElse("npy"));
    for (TarSample sample : samples) {
      if (wanted.preparation().isPresent()) {
        store.imageOf(sample);
      }
      if (wanted.latents().isPresent()) {
        store.latentsOf(sample);
      }
    }
    return store;
  }

  private static String bare(String ending) {
    return (ending.startsWith(".") ? ending.substring(1) : ending).toLowerCase(Locale.ROOT);
  }

  private static List<String> labels(List<TarSample> samples, TarLabels where) {
    List<String> labels = new ArrayList<>(samples.size());
    Map<String, String> same = new HashMap<>(); // one string a class, not one a sample
    if (samples.isEmpty()) {
      return labels;
    }
    Path shard = samples.get(0).shard();
    try (FileChannel channel = FileChannel.open(shard, StandardOpenOption.READ)) {
      for (TarSample sample : samples) {
        String label = where.read(channel, sample);
        labels.add(same.computeIfAbsent(label, text -> text));
      }
      return labels;
    } catch (IOException e) {
      throw new IrepaException(
          "The labels of the shard %s cannot be read: %s.".formatted(shard, IoReason.of(e)), e);
    }
  }

  private TarSample.Member imageOf(TarSample sample) {
    Optional<TarSample.Member> member =
        image.isPresent()
            ? Optional.ofNullable(sample.members().get(image.get()))
            : IMAGES.stream()
                .filter(sample.members()::containsKey)
                .findFirst()
                .map(sample.members()::get);
    return member.orElseThrow(
        () ->
            new IrepaException(
                "%s: there is no image (%s); it has %s.%s"
                    .formatted(
                        sample.place(),
                        image.map(one -> "." + one).orElse(String.join(" ", IMAGES)),
                        sample.members().keySet(),
                        sample.members().containsKey("webp")
                            ? " WebP images are not decoded: convert them to PNG or JPEG."
                            : "")));
  }

  private TarSample.Member latentsOf(TarSample sample) {
    TarSample.Member member = sample.members().get(latents);
    if (member == null) {
      throw new IrepaException(
          "%s: there are no latents .%s; it has %s. Set latent.from to their ending."
              .formatted(sample.place(), latents, sample.members().keySet()));
    }
    return member;
  }

  @Override
  public Listing listing() {
    return listing;
  }

  @Override
  public String place(int row) {
    return samples.get(row).place();
  }

  @Override
  public Picture picture(int row, float background) throws IOException {
    return Picture.decode(image(row), place(row), background);
  }

  private byte[] image(int row) throws IOException {
    TarSample sample = samples.get(row);
    return TarShard.read(sample, imageOf(sample));
  }

  @Override
  public float[] latents(int row) throws IOException {
    TarSample sample = samples.get(row);
    TarSample.Member member = latentsOf(sample);
    byte[] bytes = TarShard.read(sample, member);
    try {
      return NpyArray.read(bytes).values();
    } catch (IOException e) {
      throw new IOException(
          "%s.%s: %s".formatted(sample.place(), member.ending(), e.getMessage()), e);
    }
  }

  @Override
  public long stamp(int row) throws IOException {
    TarSample sample = samples.get(row);
    TarSample.Member member = imageOf(sample);
    long time = Files.getLastModifiedTime(sample.shard()).to(TimeUnit.NANOSECONDS);
    return time ^ member.offset() * 0x9E3779B97F4A7C15L ^ (long) member.size() << 40;
  }

  @Override
  public void close() {}
}
