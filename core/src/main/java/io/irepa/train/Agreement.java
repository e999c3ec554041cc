package io.irepa.train;

import io.irepa.IoReason;
import io.irepa.IrepaException;
import io.irepa.config.ConfigDiff;
import io.irepa.config.ConfigDiff.Difference;
import io.irepa.config.RunConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Whether a run's configuration agrees with the one that its checkpoints were trained with. */
final class Agreement {
  private final Path run;
  private final RunConfig config;
  private final Map<String, String> versions;

  /**
   * @param run its folder, with the configuration so far
   * @param config to go on with
   * @param versions of irepa and the plugins used
   */
  Agreement(Path run, RunConfig config, Map<String, String> versions) {
    this.run = run;
    this.config = config;
    this.versions = versions;
  }

  /**
   * Compares.
   *
   * @param force go on whatever differs
   * @param note told of differences that are let pass
   * @throws DisagreementException listing the differences, if one of them changes what is trained
   */
  void check(Checkpoint from, boolean force, Consumer<String> note) {
    List<Difference> all = differences(from);
    List<Difference> binding = new ArrayList<>(ConfigDiff.binding(all, config));
    if (!binding.isEmpty() && !force) {
      throw new DisagreementException(
          "%s was trained to step %d with another configuration:%n%s%nGo on as before, train anew under another name (-s name=…), or go on with the new values (--force)."
              .formatted(run, from.step(), lines(binding)));
    }
    if (!all.isEmpty()) {
      note.accept("The configuration changes here:\n" + lines(all));
    }
  }

  private List<Difference> differences(Checkpoint from) {
    List<Difference> differences = new ArrayList<>();
    Path file = run.resolve(RunFolder.CONFIG);
    try {
      differences.addAll(ConfigDiff.between(Files.readString(file), config));
    } catch (IOException e) {
      throw new IrepaException(
          "%s, which says how the checkpoints were trained, cannot be read: %s."
              .formatted(file, IoReason.of(e)),
          e);
    }
    Map<String, String> before = from.info().versions();
    TreeSet<String> names = new TreeSet<>(before.keySet());
    names.addAll(versions.keySet());
    for (String name : names) {
      Optional<String> was = Optional.ofNullable(before.get(name));
      Optional<String> is = Optional.ofNullable(versions.get(name));
      if (!was.equals(is)) {
        differences.add(new Difference("(version of " + name + ")", was, is));
      }
    }
    return differences;
  }

  private static String lines(List<Difference> differences) {
    return differences.stream().map(Difference::toString).collect(Collectors.joining("\n"));
  }
}
