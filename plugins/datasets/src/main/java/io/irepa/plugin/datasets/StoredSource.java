package io.irepa.plugin.datasets;

import io.irepa.IoReason;
import io.irepa.IrepaException;
import io.irepa.image.Picture;
import io.irepa.image.Preparation;
import io.irepa.spi.DataSource;
import io.irepa.spi.Example;
import io.irepa.spi.RunShape;
import io.irepa.tensor.Philox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Examples of a store, by class and name. */
abstract class StoredSource implements DataSource {
  /** Changes with how stored bytes become pixels. */
  private static final String DECODING = "stored 1";

  private final Store store;
  private final Wanted wanted;
  private final List<String> classes;
  private final int[] labels;
  private final int[] order;
  private final int latentSize;

  /**
   * @param store closed with this, or here if this fails
   * @param run tells which latents fit
   * @throws IrepaException if the first example's latents do not fit
   */
  StoredSource(Store store, Wanted wanted, RunShape run) {
    this.store = store;
    this.wanted = wanted;
    boolean whole = false;
    try {
      Listing listing = store.listing();
      this.classes = listing.classes();
      this.labels = listing.labels();
      this.order = listing.order();
      this.latentSize = wanted.latents().isPresent() ? checkedSize(wanted.latents().get(), run) : 0;
      whole = true;
    } finally {
      if (!whole) {
        close();
      }
    }
  }

  /** How many numbers the first example's latents have. */
  private int checkedSize(Latents latents, RunShape run) {
    int found;
    try {
      found = store.latents(order[0]).length;
    } catch (IOException e) {
      throw new IrepaException("The latents cannot be read: %s.".formatted(IoReason.of(e)), e);
    }
    run.backbone()
        .ifPresent(
            backbone -> {
              int channels = latents.content().parts() * backbone.channels();
              int side = backbone.input();
              int asked = channels * side * side;
              if (found != asked) {
                throw new IrepaException(
                    "%s: the latents are %d numbers, and the backbone takes %d (%d x %d x %d) with latent.content: %s. Set backbone.channels and backbone.input to what is stored, or latent.content."
                        .formatted(
                            store.place(order[0]),
                            found,
                            asked,
                            channels,
                            side,
                            side,
                            latents.content()));
              }
            });
    return found;
  }

  @Override
  public final long size() {
    return order.length;
  }

  @Override
  public final List<String> classes() {
    return classes;
  }

  @Override
  public final double brokenLimit() {
    return wanted.brokenLimit();
  }

  @Override
  public final Example read(long index, RandomGenerator random) throws IOException {
    int row = order[(int) index];
    Optional<float[]> image = Optional.empty();
    if (wanted.preparation().isPresent()) {
      Preparation preparation = wanted.preparation().get();
      Picture picture = store.picture(row, preparation.background().level());
      image = Optional.of(preparation.framed(picture, random).values());
    }
    Optional<float[]> latents = Optional.empty();
    if (wanted.latents().isPresent()) {
      latents = Optional.of(wanted.latents().get().carried(latents(row)));
    }
    return new Example(labels[row], image, latents, List.of());
  }

  private float[] latents(int row) throws IOException {
    float[] stored = store.latents(row);
    if (stored.length != latentSize) {
      throw new IOException(
          "%s: the latents are %d numbers, and those of the first example %d"
              .formatted(store.place(row), stored.length, latentSize));
    }
    return stored;
  }

  @Override
  public final Optional<float[]> foreground(long index, RandomGenerator random) throws IOException {
    if (wanted.preparation().isEmpty()) {
      return Optional.empty();
    }
    int row = order[(int) index];
    Optional<Picture> mask = Preparation.opacity(store.picture(row, 1), store.picture(row, 0));
    return mask.map(picture -> wanted.preparation().get().foreground(picture, random));
  }

  /** Nothing beside latents, which only reading brings. */
  @Override
  public final Optional<Outline> outline(long index) throws IOException {
    if (wanted.preparation().isEmpty() || wanted.latents().isPresent()) {
      return Optional.empty();
    }
    Preparation preparation = wanted.preparation().get();
    int row = order[(int) index];
    String rest =
        "%s %d %s".formatted(DECODING, preparation.resolution(), preparation.background());
    long stamp = Math.max(1, Philox.of(store.stamp(row), row, rest).nextLong() >>> 1);
    return Optional.of(new Outline(labels[row], stamp, preparation::flips));
  }

  @Override
  public final void close() {
    try {
      store.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
