package io.irepa.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.irepa.IrepaException;
import io.irepa.config.ChosenNames;
import io.irepa.config.EvaluateConfig;
import io.irepa.config.RunConfig;
import io.irepa.evaluate.SourceImages;
import io.irepa.evaluate.TokenMetrics;
import io.irepa.spi.Backbone;
import io.irepa.spi.DataSource;
import io.irepa.spi.Field;
import io.irepa.spi.Metric;
import io.irepa.spi.Tokens;
import io.irepa.tensor.Autograd;
import io.irepa.tensor.Host;
import io.irepa.tensor.Scope;
import io.irepa.tensor.SeededDraws;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Measures the model's own tokens, by depth, on noised images of the data. */
final class HiddenTokens {
  private final RunModel model;
  private final EvaluateConfig config;
  private final Latents latents;
  private final int batch;
  private final Map<String, Metric> metrics = new LinkedHashMap<>();
  private final List<Integer> depths;

  /**
   * @throws IrepaException if the backbone is less deep than a depth asked for, or there is none
   *     and a metric of tokens is asked for
   */
  HiddenTokens(RunConfig run, RunModel model) {
    this.model = model;
    this.config = run.evaluate().orElseThrow();
    this.latents = Latents.of(run, model.autoencoder());
    this.batch = model.samplesAtOnce();
    List<String> names = ChosenNames.of(config.metrics());
    for (int i = 0; i < names.size(); i++) {
      Metric metric =
          model.composer().create(config.metrics().get(i), "hidden-metric." + i, Map.of());
      if (TokenMetrics.isOfTokens(metric)) {
        metrics.put(names.get(i), metric);
      }
    }
    if (metrics.isEmpty()) {
      this.depths = List.of();
      return;
    }
    if (model.autoencoder() instanceof DecoderOnDemand) {
      throw new IrepaException(
          "The hidden tokens of evaluate.metrics are those of encoded images, and this run's latents come from a cache, without an encoder. Leave the metrics %s out, or the cache."
              .formatted(metrics.keySet()));
    }
    int deepest = model.backbone().shape().depth();
    List<Integer> asked = config.hidden().depths();
    this.depths = asked.isEmpty() ? IntStream.rangeClosed(1, deepest).boxed().toList() : asked;
    for (int depth : depths) {
      if (depth < 1 || depth > deepest) {
        throw new IrepaException(
            "evaluate.hidden.depths has %d, and the backbone has %d blocks."
                .formatted(depth, deepest));
      }
    }
  }

  /** Whether no metric is of tokens. */
  boolean isEmpty() {
    return metrics.isEmpty();
  }

  /**
   * Measures.
   *
   * @return means over images named {@code evaluate.hidden.<depth>.<metric>}
   */
  Map<String, Double> measure(DataSource source) {
    Map<Integer, TokenMetrics> found = new TreeMap<>();
    depths.forEach(depth -> found.put(depth, new TokenMetrics(metrics)));
    SourceImages images = new SourceImages(source, config.hidden().images());
    boolean masks = found.values().iterator().next().needsMasks();
    for (int from = 0; from < images.count(); from += batch) {
      add(images.read(from, Math.min(images.count(), from + batch), masks), from, found);
    }
    Map<String, Double> numbers = new LinkedHashMap<>();
    found.forEach(
        (depth, values) ->
            values
                .summaries()
                .forEach(
                    (name, summary) -> {
                      if (summary.images() > 0) {
                        numbers.put("evaluate.hidden.%d.%s".formatted(depth, name), summary.mean());
                      }
                    }));
    return numbers;
  }

  private void add(List<SourceImages.One> some, int from, Map<Integer, TokenMetrics> found) {
    List<Optional<float[]>> foregrounds = some.stream().map(SourceImages.One::foreground).toList();
    try (Scope scope = Scope.open();
        Autograd.Recording off = Autograd.off()) {
      NDManager manager = model.manager();
      SeededDraws draws = new SeededDraws(manager, config.seed(), from);
      NDArray x = data(some, draws);
      NDArray labels =
          Host.array(manager, some.stream().mapToLong(one -> one.example().label()).toArray());
      Map<Integer, Tokens> last = new TreeMap<>();
      model
          .taps()
          .during(
              new java.util.TreeSet<>(depths), last::putAll, () -> pass(x, labels, draws, manager));
      found.forEach((depth, values) -> values.add(last.get(depth), foregrounds));
    }
  }

  /** One pass of the model over noised data; over data as they are, where nothing is sampled. */
  private void pass(NDArray x, NDArray labels, SeededDraws draws, NDManager manager) {
    long count = x.getShape().get(0);
    NDArray ones = manager.ones(new Shape(count), DataType.FLOAT32);
    if (!model.objective().samples()) {
      model.backbone().forward(new Backbone.Inputs(x, ones.zerosLike(), labels), Set.of());
      return;
    }
    Field field = model.objective().field();
    NDArray noise = field.start(draws.normal("hidden.noise", x.getShape()));
    NDArray t = ones.mul(config.hidden().time());
    Shape aside = new Shape(count, 1, 1, 1);
    NDArray noised =
        x.mul(field.interpolant().alpha(t).reshape(aside))
            .add(noise.mul(field.interpolant().sigma(t).reshape(aside)));
    field.velocity(noised, t, labels);
  }

  /** What the model is trained on. */
  private NDArray data(List<SourceImages.One> some, SeededDraws draws) {
    if (some.get(0).example().latents().isEmpty()) {
      return model
          .autoencoder()
          .encode(SourceImages.pixels(some, model.manager()).mul(2f).sub(1f), draws);
    }
    Shape shape = latents.shape(model.backbone().shape());
    int size = (int) shape.size();
    float[] all = new float[some.size() * size];
    for (int i = 0; i < some.size(); i++) {
      System.arraycopy(some.get(i).example().latents().orElseThrow(), 0, all, i * size, size);
    }
    NDArray carried = Host.array(model.manager(), all, new Shape(some.size()).addAll(shape));
    return latents.scaled(carried, draws);
  }
}
