package io.irepa.spatial;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.irepa.IrepaException;
import io.irepa.compose.Composer;
import io.irepa.config.Chosen;
import io.irepa.config.ChosenNames;
import io.irepa.config.RunConfig;
import io.irepa.config.SpatialConfig;
import io.irepa.evaluate.SourceImages;
import io.irepa.evaluate.TokenMetrics;
import io.irepa.spi.DataSource;
import io.irepa.spi.Encoder;
import io.irepa.spi.Metric;
import io.irepa.spi.TargetNorm;
import io.irepa.spi.Tokens;
import io.irepa.tensor.Autograd;
import io.irepa.tensor.Kernel;
import io.irepa.tensor.Scope;
import io.irepa.train.RunModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Measures the tokens of several encoders, one encoder after the other. */
public final class SpatialStructure {
  private static final Kernel SIMILARITIES =
      Kernel.of(SpatialStructure.class, "similarities.ts.py");

  private final RunConfig config;
  private final SpatialConfig spatial;
  private final List<Chosen<Encoder>> encoders = new ArrayList<>();
  private final Consumer<String> note;

  /**
   * @param config checked, with data and a spatial section
   * @param note takes lines for people
   * @throws IrepaException if it names no encoder
   */
  public SpatialStructure(RunConfig config, Consumer<String> note) {
    this.config = config;
    this.spatial = config.spatial().orElseThrow();
    this.note = note;
    config.alignment().forEach(alignment -> alignment.encoder().ifPresent(encoders::add));
    encoders.addAll(spatial.encoders());
    if (encoders.isEmpty()) {
      throw new IrepaException(
          "There is no encoder to look at. Name some under spatial.encoders, or with --encoder '{type: hog}'.");
    }
  }

  /**
   * Measures.
   *
   * @throws IrepaException if the data or an encoder fails, or the metrics are not of tokens
   */
  public SpatialResult measure() {
    try (NDManager manager =
        Engine.getEngine("PyTorch").newBaseManager(RunModel.device(config.device()))) {
      Composer composer = new Composer(config, manager);
      Map<String, Metric> metrics = metrics(composer);
      TargetNorm norm = composer.create(spatial.norm(), "norm", Map.of());
      try (DataSource source = composer.create(config.data().orElseThrow(), "data", Map.of())) {
        SourceImages images = new SourceImages(source, spatial.images());
        return measure(images, metrics, norm, manager);
      }
    }
  }

  private Map<String, Metric> metrics(Composer composer) {
    List<String> names = ChosenNames.of(spatial.metrics());
    Map<String, Metric> metrics = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      Metric metric = composer.create(spatial.metrics().get(i), "metric." + i, Map.of());
      if (!TokenMetrics.isOfTokens(metric)) {
        throw new IrepaException(
            "The metric %s is not of an image's tokens: it needs %s."
                .formatted(names.get(i), String.join(", ", metric.inputs())));
      }
      metrics.put(names.get(i), metric);
    }
    return metrics;
  }

  private SpatialResult measure(
      SourceImages images, Map<String, Metric> metrics, TargetNorm norm, NDManager manager) {
    List<SpatialResult.OfEncoder> results = new ArrayList<>();
    List<String> names = ChosenNames.of(encoders);
    Seen seen = new Seen();
    for (int i = 0; i < names.size(); i++) {
      note.accept("%s (%d of %d)".formatted(names.get(i), i + 1, names.size()));
      // One at a time: their weights together may not fit.
      try (NDManager own = manager.newSubManager()) {
        Encoder encoder =
            new Composer(config, own).create(encoders.get(i), "encoder." + i, Map.of());
        seen = new Seen();
        results.add(measure(names.get(i), encoder, images, metrics, norm, seen, own));
      }
    }
    return new SpatialResult(
        seen.images,
        seen.masked,
        seen.shown.isEmpty() ? 0 : (int) Math.round(Math.sqrt(seen.shown.get(0).length / 3.0)),
        spatial.norm().component().type(),
        List.copyOf(metrics.keySet()),
        results,
        seen.shown);
  }

  /** What a pass over the images has come by. */
  private static final class Seen {
    private int images;
    private int masked;
    private final List<float[]> shown = new ArrayList<>();
  }

  private SpatialResult.OfEncoder measure(
      String name,
      Encoder encoder,
      SourceImages images,
      Map<String, Metric> metrics,
      TargetNorm norm,
      Seen seen,
      NDManager manager) {
    TokenMetrics raw = new TokenMetrics(metrics);
    TokenMetrics normalized = new TokenMetrics(metrics);
    List<byte[]> rawMaps = new ArrayList<>();
    List<byte[]> normalizedMaps = new ArrayList<>();
    for (int from = 0; from < images.count(); from += spatial.batch()) {
      int to = Math.min(images.count(), from + spatial.batch());
      List<SourceImages.One> some = images.read(from, to, raw.needsMasks());
      List<Optional<float[]>> masks = some.stream().map(SourceImages.One::foreground).toList();
      try (Scope scope = Scope.open();
          Autograd.Recording off = Autograd.off()) {
        Tokens tokens = tokens(encoder, SourceImages.pixels(some, manager), some, name);
        Tokens after = norm.normalize(tokens);
        raw.add(tokens, masks);
        normalized.add(after, masks);
        int maps = Math.min(some.size(), spatial.maps() - seen.shown.size());
        for (int i = 0; i < maps; i++) {
          seen.shown.add(some.get(i).example().image().orElseThrow());
        }
        rawMaps.addAll(maps(tokens, maps));
        normalizedMaps.addAll(maps(after, maps));
      }
      seen.images += some.size();
      seen.masked += (int) masks.stream().filter(Optional::isPresent).count();
    }
    return new SpatialResult.OfEncoder(
        name,
        encoder.shape(),
        new SpatialResult.Levels(raw.summaries(), rawMaps),
        new SpatialResult.Levels(normalized.summaries(), normalizedMaps));
  }

  private static Tokens tokens(
      Encoder encoder, NDArray pixels, List<SourceImages.One> some, String name) {
    NDArray tokens = encoder.tokens(pixels);
    if (tokens.isNaN().any().getBoolean() || tokens.isInfinite().any().getBoolean()) {
      throw new IrepaException(
          "The encoder %s gives numbers that are not finite for image %d of the data."
              .formatted(name, some.get(0).index()));
    }
    return new Tokens(tokens, encoder.shape().grid());
  }

  private static List<byte[]> maps(Tokens tokens, int count) {
    List<byte[]> maps = new ArrayList<>();
    if (count > 0) {
      int size = tokens.grid().size();
      NDArray first = tokens.values().get("0:" + count);
      byte[] all = SIMILARITIES.call(first).toDevice(Device.cpu(), false).toByteArray();
      for (int i = 0; i < count; i++) {
        maps.add(Arrays.copyOfRange(all, i * size * size, (i + 1) * size * size));
      }
    }
    return maps;
  }
}
