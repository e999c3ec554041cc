package io.irepa.spi;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.pf4j.ExtensionPoint;

/**
 * Takes note of a run. Called by the training thread, between steps: what takes long holds training
 * up. An {@link IOException} ends the run with exit code 1.
 *
 * @since 0.1
 */
public interface Tracker extends ExtensionPoint, AutoCloseable {
  /**
   * Called once, before the first event. A run that goes on opens its folder anew: what is there
   * stays.
   *
   * @param run the run's folder, which exists
   * @throws IOException if a file cannot be made there
   */
  void open(Path run) throws IOException;

  /**
   * Scalars of a step.
   *
   * @param step counted from 1: steps done
   * @param values by name, such as {@code loss.total}; may be NaN or infinite
   * @throws IOException if they cannot be written
   */
  void scalars(long step, Map<String, Double> values) throws IOException;

  /**
   * A picture of samples.
   *
   * @param step counted from 1: steps done
   * @param name such as {@code samples}
   * @param png the file, which stays in the run's folder
   * @throws IOException if it cannot be read or written
   */
  default void image(long step, String name, Path png) throws IOException {}

  /**
   * Flushes and closes; nothing where it was not opened.
   *
   * @throws IOException if what is left cannot be written
   */
  @Override
  void close() throws IOException;
}
