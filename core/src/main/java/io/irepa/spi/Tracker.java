package io.irepa.spi;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.pf4j.ExtensionPoint;

/**
 * Takes note of a run. Called by the training thread, between steps: what takes long holds training
 * up. An {@link IOException} ends the run with exit code 1, so what may fail for a while, such as a
 * server, is tried again in the background.
 *
 * <p>A process may be killed at any instant. The run then goes on from its last checkpoint, does
 * some steps again, and records them again. What a reader of the records sees at the end must equal
 * the records of a run that was never stopped: {@link Opening#step} says what counts, and each call
 * writes before it returns, or keeps what it has not written where the next process finds it. Not
 * even then is a file synced to the disk within a step: a record survives the process, not the
 * machine.
 *
 * @since 0.1
 */
public interface Tracker extends ExtensionPoint, AutoCloseable {
  /**
   * Called once, before the first event. After it, everything that an earlier process recorded for
   * steps beyond {@code opening.step()} is gone, or is superseded by what is recorded from now on;
   * the rest stays. A record that the earlier process did not finish is gone, too.
   *
   * @param opening of the run
   * @throws IOException if nothing can be recorded there; its message says for people what is
   *     wrong, where, and what to do
   */
  void open(Opening opening) throws IOException;

  /**
   * Scalars of a step.
   *
   * @param step counted from 1: steps done; never less than that of an earlier event
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
   * The distribution of a parameter or of its gradient. Trackers that have no place for it leave
   * this as it is.
   *
   * @param step counted from 1: steps done
   * @param name such as {@code parameters/backbone.blocks.0.attn.qkv.weight}
   * @param histogram of the array
   * @throws IOException if it cannot be written
   */
  default void histogram(long step, String name, Histogram histogram) throws IOException {}

  /**
   * Called once after the last event, if the process lives so long; {@link #close} follows. The
   * run's folder then has its report.html, if samples were drawn.
   *
   * @param ending how the work ended
   * @throws IOException if it cannot be recorded
   */
  default void end(Ending ending) throws IOException {}

  /**
   * Flushes and closes; nothing where it was not opened.
   *
   * @throws IOException if what is left cannot be written
   */
  @Override
  void close() throws IOException;
}
