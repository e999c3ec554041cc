package io.irepa.train;

import ai.djl.ndarray.NDArray;
import io.irepa.config.RunConfig;
import io.irepa.evaluate.Evaluation;
import io.irepa.spi.DataSource;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A run's evaluations: of its samples, or an autoencoder's reconstructions, and of its hidden
 * tokens.
 */
final class Evaluator implements AutoCloseable {
  private final RunModel model;
  private final long seed;
  private final Evaluation samples;
  private final HiddenTokens hidden;
  private final DataSource source;

  /**
   * Composes what is needed, so that what is wrong is said before the first step.
   *
   * @param run with a section evaluate
   * @param folder of the run
   * @param note takes lines for people
   */
  Evaluator(RunConfig run, RunModel model, Path folder, Consumer<String> note) {
    this.model = model;
    this.seed = run.evaluate().orElseThrow().seed();
    this.samples =
        new Evaluation(run, model.composer(), model.manager(), folder.resolve("evaluation"), note);
    this.hidden = new HiddenTokens(run, model);
    this.source = model.composer().create(run.data().orElseThrow(), "data", Map.of());
  }

  /**
   * Evaluates the parameters as they are.
   *
   * @param of the model, as {@link Evaluation#run} takes it
   * @param stop asked between batches
   * @return empty if it was asked to stop
   */
  Optional<Map<String, Double>> evaluate(String of, BooleanSupplier stop) {
    Evaluation.Outcome outcome = samples.run(sampler(), of, source, stop);
    if (!outcome.finished()) {
      return Optional.empty();
    }
    Map<String, Double> numbers = new LinkedHashMap<>(outcome.numbers());
    if (!hidden.isEmpty()) {
      numbers.putAll(hidden.measure(source));
    }
    samples.forget(of);
    return Optional.of(numbers);
  }

  private Evaluation.Sampler sampler() {
    return model.backboneShape().isPresent() ? new Drawn() : new Reconstructions(model, source);
  }

  private final class Drawn implements Evaluation.Sampler {
    @Override
    public int batch() {
      return model.samplesAtOnce();
    }

    @Override
    public NDArray draw(int index) {
      int classes = model.backbone().shape().classes();
      long[] labels = new long[batch()];
      for (int i = 0; i < labels.length; i++) {
        labels[i] = ((long) index * labels.length + i) % classes;
      }
      return model.sampleBatch(labels, seed, index);
    }
  }

  @Override
  public void close() {
    source.close();
  }
}
