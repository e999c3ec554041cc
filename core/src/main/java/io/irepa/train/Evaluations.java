package io.irepa.train;

import io.irepa.config.EvaluateConfig;
import io.irepa.config.RunConfig;
import io.irepa.tensor.Parameters;
import io.irepa.tensor.Scope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** The evaluations in training: none, or one every so many steps and one at the end. */
final class Evaluations implements AutoCloseable {
  private final RunConfig config;
  private final Session session;
  private final Consumer<String> note;
  private final long every;
  private final Optional<Evaluator> evaluator;

  /** Composes what is needed, if evaluations are asked for. */
  Evaluations(RunConfig config, Session session, Path folder, Consumer<String> note) {
    this.config = config;
    this.session = session;
    this.note = note;
    this.every = config.evaluate().map(EvaluateConfig::every).orElse(0L);
    this.evaluator =
        every > 0
            ? Optional.of(new Evaluator(config, session.model(), folder, note))
            : Optional.empty();
  }

  /** Whether there is one after so many steps. */
  boolean due(long done) {
    return every > 0 && (done % every == 0 || done == config.train().steps());
  }

  /** Evaluates the average that samples are drawn from, and tells the trackers. */
  void record(long done, Trackers trackers, BooleanSupplier stop) throws IOException {
    Optional<Map<String, Double>> numbers;
    try (Scope scope = Scope.open();
        Parameters.Substitution average =
            session.averages().substitute(config.ema().index(config.sample().ema()))) {
      numbers = evaluator.orElseThrow().evaluate("", stop);
    }
    if (numbers.isPresent()) {
      trackers.scalars(done, numbers.get());
    } else {
      note.accept("The evaluation at step %d was not finished.".formatted(done));
    }
  }

  @Override
  public void close() {
    evaluator.ifPresent(Evaluator::close);
  }
}
