package io.irepa.train;

import io.irepa.config.RunConfig;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A step of a run done again, from the newest checkpoint before it: its data, its draws and its
 * numbers are those of the run. Nothing is written.
 */
public final class ReplayedStep {
  private final RunConfig config;
  private final Path path;
  private final Map<String, String> versions;
  private final Consumer<String> note = System.err::println;

  /**
   * What came of the step.
   *
   * @param from steps done at the checkpoint it was reached from
   * @param terms losses and gradient norm, by name
   * @param notFinite the parameters whose gradients are not finite
   */
  public record Result(long from, Map<String, Double> terms, List<String> notFinite) {
    /** Copies. */
    public Result {
      terms = new LinkedHashMap<>(terms);
      notFinite = List.copyOf(notFinite);
    }
  }

  /**
   * @param config checked
   * @param path the run's folder
   * @param versions of irepa and the plugins used
   */
  public ReplayedStep(RunConfig config, Path path, Map<String, String> versions) {
    this.config = config;
    this.path = path;
    this.versions = versions;
  }

  /**
   * Does it again.
   *
   * @param number counted from 1, as runs report it
   * @param force also with another configuration than the checkpoint's
   */
  public Result replay(long number, boolean force) {
    Optional<Checkpoint> from = new Checkpoints(path).newestWhole(number - 1, note);
    from.ifPresent(
        checkpoint -> new Agreement(path, config, versions).check(checkpoint, force, note));
    long first = from.map(Checkpoint::step).orElse(0L);
    try (Session session = new Session(config);
        TrainingData data = new TrainingData(config, session.model(), first)) {
      from.ifPresent(checkpoint -> checkpoint.restore(session.state(), session.model().manager()));
      Map<String, Double> terms = Map.of();
      List<String> notFinite = List.of();
      for (long step = first; step < number; step++) {
        try (HostBatch examples = data.batches().next()) {
          terms = session.step(data.assembler(), examples, step).read();
          notFinite = List.of();
        } catch (NonFiniteException e) {
          terms = e.report();
          notFinite = e.parameters();
        }
      }
      return new Result(first, terms, notFinite);
    }
  }
}
