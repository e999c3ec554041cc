package io.irepa.train;

import io.irepa.IoReason;
import io.irepa.IrepaException;
import io.irepa.config.ConfigPrinter;
import io.irepa.config.RunConfig;
import io.irepa.tensor.Parameters;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** A run as it is before its first step, for others to fill with arrays and to save. */
public final class NewRun implements AutoCloseable {
  private final RunConfig config;
  private final Map<String, String> versions;
  private final Session session;

  /**
   * Composes everything that a checkpoint holds.
   *
   * @param config checked
   * @param versions of irepa and of the plugins used, by name
   */
  public NewRun(RunConfig config, Map<String, String> versions) {
    this.config = config;
    this.versions = versions;
    this.session = new Session(config, RunModel.Purpose.LATENTS);
  }

  /** The parameter sets, by component. */
  public Map<String, Parameters> parameters() {
    return session.model().parameters();
  }

  /** The living arrays that a checkpoint holds. */
  public RunState state() {
    return session.state();
  }

  /**
   * Makes a run's folder of it.
   *
   * @param path must not hold checkpoints
   * @param step steps done
   * @param texts further files of the folder, by name
   * @throws IrepaException if the folder is in use, holds checkpoints, or cannot be written; what
   *     was made here is then removed
   */
  public void save(Path path, long step, Map<String, String> texts) {
    try (RunFolder folder = RunFolder.open(path)) {
      if (new Checkpoints(path).newest().isPresent()) {
        throw new IrepaException(
            path + " holds checkpoints of a run. Name another folder, or remove it.");
      }
      folder.write(RunFolder.CONFIG, ConfigPrinter.print(config));
      for (Map.Entry<String, String> text : texts.entrySet()) {
        folder.write(text.getKey(), text.getValue());
      }
      try (CheckpointWriter writer =
          new CheckpointWriter(path, config.train(), config.seed(), versions)) {
        writer.save(step, session.state());
        writer.finish();
      }
      folder.begun();
    } catch (IOException e) {
      throw new IrepaException(
          "The run folder " + path + " cannot be written: " + IoReason.of(e) + ".", e);
    }
  }

  @Override
  public void close() {
    session.close();
  }
}
