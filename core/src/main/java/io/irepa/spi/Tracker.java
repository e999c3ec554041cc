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
   */
  void open(Path run) throws IOException;

  /**
   * Scalars of a step.
   *
   * @param step counted from 1: steps done
   * @param values by name, such as {@code loss.total}
   */
  void scalars(long step, Map<String, Double> values) throws IOException;

  /**
   * A picture of samples.
   *
   * @param step counted from 1: steps done
   * @param name such as {@code samples}
   * @param png the file
   */
  default void image(long step, String name, Path png) throws IOException {}

  /** Flushes and closes. */
  @Override
  void close() throws IOException;
}
