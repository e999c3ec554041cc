package io.irepa.train;

import io.irepa.IoReason;
import io.irepa.IrepaException;
import io.irepa.compose.Composer;
import io.irepa.config.ConfigPrinter;
import io.irepa.config.RunConfig;
import io.irepa.spi.Ending;
import io.irepa.spi.Opening;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Tells a run's trackers what was found of its newest checkpoint when training had ended. */
final class LaterRecord {
  private final RunConfig config;
  private final Path path;
  private final Consumer<String> note;

  /**
   * @param path of the run's folder
   * @param note takes lines for people
   */
  LaterRecord(RunConfig config, Path path, Consumer<String> note) {
    this.config = config;
    this.path = path;
    this.note = note;
  }

  /**
   * Records numbers, unless another process trains into the folder and has the trackers open.
   *
   * @param step of the newest checkpoint: what was recorded for later ones is gone, as when
   *     training goes on
   * @throws IrepaException if a tracker fails
   */
  void scalars(long step, Map<String, Double> numbers, Composer composer) {
    Optional<RunFolder> open = RunFolder.openUnlessInUse(path);
    if (open.isEmpty()) {
      note.accept("The run is being trained, so that its trackers are not told of these numbers.");
      return;
    }
    Opening opening = new Opening(path, config.name(), step, ConfigPrinter.print(config), note);
    try (RunFolder folder = open.get();
        Trackers trackers = Trackers.open(config, composer, opening)) {
      trackers.scalars(step, numbers);
      trackers.ended(step == config.train().steps() ? Ending.FINISHED : Ending.STOPPED);
    } catch (IOException e) {
      throw new IrepaException(
          "The numbers are in %s, but a tracker could not be told of them: %s."
              .formatted(path.resolve("evaluation"), IoReason.of(e)),
          e);
    }
  }
}
