package io.irepa.spi;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.pf4j.ExtensionPoint;

/**
 * Takes note of a run. Called by the training thread, between steps.
 *
 * @since 0.1
 */
public interface Tracker extends ExtensionPoint, AutoCloseable {
  /**
   * Called once, before the first event.
   *
   * @param run the run's folder, which exists
   * @throws IOException stops the run
   */
  void open(Path run) throws IOException;

  /**
   * Scalars of a step.
   *
   * @param step counted from 1: steps done
   * @param values by name, such as {@code loss.total}
   * @throws IOException stops the run
   */
  void scalars(long step, Map<String, Double> values) throws IOException;

  /**
   * A picture of samples.
   *
   * @param step counted from 1: steps done
   * @param name such as {@code samples}
   * @param png the file
   * @throws IOException stops the run
   */
  default void image(long step, String name, Path png) throws IOException {}

  /** Flushes and closes. */
  @Override
  void close() throws IOException;
}
