package io.irepa.cache;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.irepa.IrepaException;
import io.irepa.WholeFile;
import io.irepa.spi.Encoder;
import io.irepa.tensor.Autograd;
import io.irepa.tensor.Host;
import io.irepa.tensor.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Makes the files of one cache in turn, each whole or not at all. */
final class ShardMaker {
  private static final long NOTE_EVERY = TimeUnit.SECONDS.toNanos(10);

  private final Path folder;
  private final CacheLayout layout;
  private final Encoder encoder;
  private final LossError error;
  private final NDManager manager;
  private final ReadAhead images;
  private final Consumer<String> note;
  private final long begun = System.nanoTime();
  private long noted = begun;
  private long kept;
  private long encoded;
  private long unread;
  private OptionalDouble lossError = OptionalDouble.empty();

  ShardMaker(
      Path folder,
      CacheLayout layout,
      Encoder encoder,
      LossError error,
      NDManager manager,
      ReadAhead images,
      Consumer<String> note) {
    this.folder = folder;
    this.layout = layout;
    this.encoder = encoder;
    this.error = error;
    this.manager = manager;
    this.images = images;
    this.note = note;
  }

  /** Ends the writing of a file, which is then removed. */
  private static final class Stopped extends IOException {
    private static final long serialVersionUID = 1;
  }

  /** All files, until asked to stop. */
  FeatureBuilder.Result all(BooleanSupplier stop) throws IOException {
    boolean finished = true;
    try {
      for (int file = 0; file < layout.shards(); file++) {
        if (isRight(file, stop)) {
          kept += layout.count(file);
        } else {
          int one = file;
          WholeFile.make(folder.resolve(CacheLayout.name(file)), aside -> make(aside, one, stop));
        }
      }
    } catch (Stopped e) {
      finished = false;
    }
    return new FeatureBuilder.Result(folder, kept, encoded, unread, lossError, finished);
  }

  /** Whether a file is there, undamaged, and of the images as they are now. */
  private boolean isRight(int file, BooleanSupplier stop) throws IOException {
    if (!Files.exists(folder.resolve(CacheLayout.name(file)))) {
      return false;
    }
    try {
      Shard shard = Shard.open(folder, layout, file);
      long missing = 0;
      int place = 0;
      while (place < layout.count(file)) {
        for (Optional<float[]> image : chunk(file, place, stop)) {
          if (!isRight(shard, place, image)) {
            return false;
          }
          missing += image.isEmpty() ? 1 : 0;
          place++;
        }
      }
      unread += missing;
      return true;
    } catch (IrepaException e) {
      note.accept(e.getMessage());
      return false;
    }
  }

  private boolean isRight(Shard shard, int place, Optional<float[]> image) {
    if (image.isEmpty()) {
      return shard.hash(place, 0) == 0;
    }
    if (shard.hash(place, 0) != Pixels.hash(image.get())) {
      return false;
    }
    for (int variant = 0; variant < layout.stored(); variant++) {
      shard.tokens(place, variant);
    }
    return true;
  }

  private List<Optional<float[]>> chunk(int file, int place, BooleanSupplier stop)
      throws IOException {
    if (stop.getAsBoolean()) {
      throw new Stopped();
    }
    long first = layout.first(file);
    report(first + place);
    return images.read(first + place, first + layout.count(file));
  }

  private void report(long done) {
    long now = System.nanoTime();
    if (now - noted > NOTE_EVERY) {
      noted = now;
      note.accept(
          "  %d of %d images, %.1f a second"
              .formatted(done, layout.examples(), done / ((now - begun) / 1e9)));
    }
  }

  private void make(Path aside, int file, BooleanSupplier stop) throws IOException {
    long missing = 0;
    try (ShardWriter writer = new ShardWriter(aside, layout, file)) {
      int place = 0;
      while (place < layout.count(file)) {
        List<Optional<float[]>> read = chunk(file, place, stop);
        List<float[]> present = read.stream().flatMap(Optional::stream).toList();
        int first = place;
        int[] places =
            IntStream.range(0, read.size())
                .filter(i -> read.get(i).isPresent())
                .map(i -> first + i)
                .toArray();
        missing += read.size() - present.size();
        for (int orientation = 0; orientation < layout.orientations(); orientation++) {
          write(writer, places, orientation, oriented(present, orientation));
        }
        place += read.size();
      }
      writer.finish();
    }
    encoded += layout.count(file) - missing;
    unread += missing;
  }

  private static List<float[]> oriented(List<float[]> images, int orientation) {
    return orientation == 0 ? images : images.stream().map(Pixels::mirrored).toList();
  }

  private void write(ShardWriter writer, int[] places, int orientation, List<float[]> pixels)
      throws IOException {
    if (places.length == 0) {
      return;
    }
    for (int i = 0; i < places.length; i++) {
      writer.hash(places[i], orientation, Pixels.hash(pixels.get(i)));
    }
    if (orientation < layout.stored()) {
      float[] tokens = encode(pixels);
      if (lossError.isEmpty()) {
        lossError = OptionalDouble.of(error.most(tokens));
      }
      int length = layout.codec().tokens() * layout.codec().width();
      for (int i = 0; i < places.length; i++) {
        writer.tokens(places[i], orientation, tokens, i * length);
      }
    }
  }

  /** [B,T,K] of images [3,H,W]. */
  private float[] encode(List<float[]> pixels) {
    int length = pixels.get(0).length;
    long side = Math.round(Math.sqrt(length / 3.0));
    float[] all = new float[pixels.size() * length];
    for (int i = 0; i < pixels.size(); i++) {
      System.arraycopy(pixels.get(i), 0, all, i * length, length);
    }
    try (Scope scope = Scope.open();
        Autograd.Recording off = Autograd.off()) {
      NDArray batch = Host.array(manager, all, new Shape(pixels.size(), 3, side, side));
      float[] tokens = encoder.tokens(batch).toFloatArray();
      if (!isFinite(tokens)) {
        throw new IrepaException(
            "The encoder '%s' gives tokens that are not finite. Are its weights whole?"
                .formatted(encoder.getClass().getSimpleName()));
      }
      return tokens;
    }
  }

  private static boolean isFinite(float[] values) {
    float sum = 0;
    for (float value : values) {
      sum += value * 0;
    }
    return sum == 0;
  }
}
