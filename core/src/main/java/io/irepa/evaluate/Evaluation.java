package io.irepa.evaluate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.irepa.IoReason;
import io.irepa.IrepaException;
import io.irepa.compose.Composer;
import io.irepa.config.Chosen;
import io.irepa.config.ChosenNames;
import io.irepa.config.ConfigPrinter;
import io.irepa.config.EvaluateConfig;
import io.irepa.config.RunConfig;
import io.irepa.numpy.NpzImages;
import io.irepa.spi.DataSource;
import io.irepa.spi.Encoder;
import io.irepa.spi.Metric;
import io.irepa.spi.Samples;
import io.irepa.tensor.Autograd;
import io.irepa.tensor.Host;
import io.irepa.tensor.Kernel;
import io.irepa.tensor.Scope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Compares a model's samples with real images. Features of both go into files, from which metrics
 * read them; those of real images stay for the next evaluation, and what a killed process has
 * written is gone on from.
 */
public final class Evaluation {
  private static final Kernel LEVELS = Kernel.of(Evaluation.class, "levels.ts.py");
  private static final int REAL_AT_ONCE = 16;

  private final RunConfig run;
  private final EvaluateConfig config;
  private final Path folder;
  private final Consumer<String> note;
  private final NDManager manager;
  private final Map<String, Metric> metrics = new LinkedHashMap<>();
  private final List<Features> features = new ArrayList<>();

  /** Draws samples. */
  public interface Sampler {
    /** How many at a time. */
    int batch();

    /**
     * A batch.
     *
     * @param index of the batch, on which and on the seed alone the samples depend
     * @return [batch,3,H,W] about in [-1,1], left to the innermost scope
     */
    NDArray draw(int index);
  }

  /**
   * Composes metrics and encoders.
   *
   * @param run with a section evaluate
   * @param composer of the run
   * @param manager of the run's device
   * @param folder for features
   * @param note takes lines for people
   * @throws IrepaException if a metric needs what no features give
   */
  public Evaluation(
      RunConfig run, Composer composer, NDManager manager, Path folder, Consumer<String> note) {
    this.run = run;
    this.config = run.evaluate().orElseThrow();
    this.folder = folder;
    this.note = note;
    this.manager = manager;
    List<String> names = ChosenNames.of(config.metrics());
    for (int i = 0; i < names.size(); i++) {
      Metric metric = composer.create(config.metrics().get(i), "metric." + i, Map.of());
      if (!TokenMetrics.isOfTokens(metric)) {
        metrics.put(names.get(i), metric);
      }
    }
    List<Chosen<Encoder>> encoders =
        config.features().stream().map(EvaluateConfig.Features::encoder).toList();
    List<String> plain = ChosenNames.of(encoders);
    for (int i = 0; i < encoders.size() && !metrics.isEmpty(); i++) {
      EvaluateConfig.Features one = config.features().get(i);
      Encoder encoder = composer.create(one.encoder(), "features." + i, Map.of());
      features.add(new Features(one, encoder, one.name().orElse(plain.get(i))));
    }
    metrics.forEach(this::check);
  }

  private void check(String name, Metric metric) {
    if (features.stream().noneMatch(one -> fits(metric, one))) {
      boolean known =
          List.of(Metric.REAL, Metric.GENERATED, Metric.LOGITS).containsAll(metric.inputs());
      throw new IrepaException(
          known
              ? "The metric %s needs features, and evaluate.features has none%s."
                  .formatted(
                      name, metric.inputs().contains(Metric.LOGITS) ? " with pool: logits" : "")
              : "The metric %s needs %s, which an evaluation of samples does not have."
                  .formatted(name, String.join(", ", metric.inputs())));
    }
  }

  private static boolean fits(Metric metric, Features features) {
    boolean logits = features.config().pool() == EvaluateConfig.Pool.LOGITS;
    return logits
        ? metric.inputs().equals(Set.of(Metric.LOGITS))
        : List.of(Metric.REAL, Metric.GENERATED).containsAll(metric.inputs());
  }

  /** Whether there is anything to compare samples for. */
  public boolean isEmpty() {
    return metrics.isEmpty();
  }

  /** How an evaluation ended. */
  public record Outcome(boolean finished, Map<String, Double> numbers) {}

  /**
   * Evaluates.
   *
   * @param sampler of the model
   * @param model on which and the seed the samples depend: features of an earlier evaluation of the
   *     same one are gone on from; empty to begin anew
   * @param source of real images; not closed
   * @param stop asked between batches
   * @return numbers named {@code evaluate.<features>.<metric>}, where needed with the number's own
   *     name; none if it was asked to stop
   */
  public Outcome run(Sampler sampler, String model, DataSource source, BooleanSupplier stop) {
    if (isEmpty()) {
      return new Outcome(true, Map.of());
    }
    try (NDManager cpu = Host.newManager()) {
      List<FeatureFile> open = new ArrayList<>();
      try {
        Map<Features, FeatureFile> real = new LinkedHashMap<>();
        Map<Features, FeatureFile> generated = new LinkedHashMap<>();
        for (Features one : features) {
          Path path = generated(one, model);
          if (model.isEmpty()) {
            Files.deleteIfExists(path);
          }
          generated.put(one, opened(path, open));
          if (needsReal(one)) {
            String key = one.fingerprint() + origin(one);
            real.put(
                one,
                opened(
                    folder.resolve("real-" + hash(key + one.config().realImages()) + ".features"),
                    open));
          }
        }
        if (!encodeReal(real, source, stop) || !encodeSamples(generated, sampler, stop)) {
          return new Outcome(false, Map.of());
        }
        return new Outcome(true, measure(real, generated, cpu));
      } finally {
        for (FeatureFile file : open) {
          file.close();
        }
      }
    } catch (IOException e) {
      throw new IrepaException(
          "Features cannot be written to %s: %s. What is whole stays; the same command goes on."
              .formatted(folder, IoReason.of(e)),
          e);
    }
  }

  private static FeatureFile opened(Path path, List<FeatureFile> open) throws IOException {
    FeatureFile file = FeatureFile.open(path);
    open.add(file);
    return file;
  }

  /** What real images depend on. */
  private String origin(Features one) throws IOException {
    Optional<Path> archive = archive(one);
    return archive.isPresent()
        ? archive.get().toAbsolutePath() + " " + Files.getLastModifiedTime(archive.get())
        : ConfigPrinter.print(run.data().orElseThrow());
  }

  /** A reference of images rather than of moments. */
  private static Optional<Path> archive(Features one) {
    return one.config().reference().filter(NpzImages::alone);
  }

  private boolean needsReal(Features one) {
    return (one.config().reference().isEmpty() || archive(one).isPresent())
        && metrics.values().stream()
            .anyMatch(metric -> fits(metric, one) && metric.inputs().contains(Metric.REAL));
  }

  private boolean encodeReal(
      Map<Features, FeatureFile> files, DataSource source, BooleanSupplier stop)
      throws IOException {
    for (Map.Entry<Features, FeatureFile> one : files.entrySet()) {
      Optional<Path> archive = archive(one.getKey());
      if (archive.isPresent()) {
        try (DataSource images = new ArchiveImages(archive.get())) {
          if (!encodeReal(one, images, stop)) {
            return false;
          }
        }
      } else if (!encodeReal(one, source, stop)) {
        return false;
      }
    }
    return true;
  }

  private boolean encodeReal(
      Map.Entry<Features, FeatureFile> one, DataSource source, BooleanSupplier stop)
      throws IOException {
    SourceImages images = new SourceImages(source, one.getKey().config().realImages());
    int from = (int) one.getValue().rows();
    while (from < images.count()) {
      if (stop.getAsBoolean()) {
        return false;
      }
      int to = Math.min(images.count(), from + REAL_AT_ONCE);
      try (Scope scope = Scope.open();
          Autograd.Recording off = Autograd.off()) {
        append(one, SourceImages.pixels(images.read(from, to, false), manager));
      }
      progress(one.getKey().name() + ", real images", from, to, images.count());
      from = to;
    }
    return true;
  }

  private boolean encodeSamples(
      Map<Features, FeatureFile> files, Sampler sampler, BooleanSupplier stop) throws IOException {
    long least = files.values().stream().mapToLong(FeatureFile::rows).min().orElse(0);
    for (int batch = (int) (least / sampler.batch());
        (long) batch * sampler.batch() < config.count();
        batch++) {
      if (stop.getAsBoolean()) {
        return false;
      }
      long from = (long) batch * sampler.batch();
      try (Scope scope = Scope.open();
          Autograd.Recording off = Autograd.off()) {
        NDArray images = LEVELS.call(sampler.draw(batch).get(":, 0:3"));
        for (Map.Entry<Features, FeatureFile> one : files.entrySet()) {
          if (one.getValue().rows() < from + sampler.batch()) {
            one.getValue().cut(from);
            append(one, images);
          }
        }
      }
      progress("samples", from, Math.min(config.count(), from + sampler.batch()), config.count());
    }
    return true;
  }

  private static void append(Map.Entry<Features, FeatureFile> one, NDArray images)
      throws IOException {
    NDArray vectors = one.getKey().of(images);
    one.getValue().append(vectors.toFloatArray(), (int) vectors.getShape().get(1));
  }

  /** A line every tenth of the way. */
  private void progress(String what, long from, long to, long all) {
    if (to == all || to * 10 / all > from * 10 / all) {
      note.accept("%s: %d of %d".formatted(what, to, all));
    }
  }

  private Map<String, Double> measure(
      Map<Features, FeatureFile> real, Map<Features, FeatureFile> generated, NDManager cpu) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    for (Features one : features) {
      Samples samples = samples(one, real, generated, cpu);
      metrics.forEach(
          (name, metric) -> {
            if (fits(metric, one)) {
              checkReference(name, metric, one);
              try (Scope scope = Scope.open();
                  Autograd.Recording off = Autograd.off()) {
                metric
                    .measure(samples)
                    .numbers()
                    .forEach(
                        (number, value) ->
                            numbers.put(
                                "evaluate.%s.%s%s"
                                    .formatted(
                                        one.name(),
                                        name,
                                        number.equals("value") ? "" : "." + number),
                                value));
              }
            }
          });
    }
    return numbers;
  }

  private static void checkReference(String name, Metric metric, Features one) {
    if (one.config().reference().isPresent()
        && archive(one).isEmpty()
        && metric.inputs().contains(Metric.REAL)
        && !metric.takesMoments(Metric.REAL)) {
      throw new IrepaException(
          "The metric %s needs the features of real images, and %s has only their mean and covariance. Give images (arr_0) instead, or leave 'reference' out of the features %s for it."
              .formatted(name, one.config().reference().get(), one.name()));
    }
  }

  private Samples samples(
      Features one,
      Map<Features, FeatureFile> real,
      Map<Features, FeatureFile> generated,
      NDManager cpu) {
    boolean logits = one.config().pool() == EvaluateConfig.Pool.LOGITS;
    Map<String, FeatureFile> files = new HashMap<>();
    Map<String, Long> counts = new HashMap<>();
    Map<String, Samples.Moments> known = new HashMap<>();
    String input = logits ? Metric.LOGITS : Metric.GENERATED;
    files.put(input, generated.get(one));
    counts.put(input, (long) config.count());
    if (real.containsKey(one)) {
      files.put(Metric.REAL, real.get(one));
      counts.put(Metric.REAL, real.get(one).rows());
    }
    one.config()
        .reference()
        .filter(file -> !NpzImages.alone(file))
        .ifPresent(
            file ->
                known.put(
                    Metric.REAL,
                    Npz.moments(file, one.config().pool() == EvaluateConfig.Pool.SPATIAL, cpu)));
    return new FeatureSamples(files, counts, known, cpu);
  }

  private Path generated(Features one, String model) {
    return folder.resolve("generated-" + hash(one.fingerprint() + model) + ".features");
  }

  private static String hash(String text) {
    try {
      byte[] sum =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(sum, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256.", e);
    }
  }

  /** Removes the features of samples: what they were for is done. */
  public void forget(String model) {
    try {
      for (Features one : features) {
        Files.deleteIfExists(generated(one, model));
      }
    } catch (IOException e) {
      throw new IrepaException(
          "Features in %s cannot be removed: %s.".formatted(folder, IoReason.of(e)), e);
    }
  }
}
