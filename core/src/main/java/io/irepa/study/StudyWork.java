package io.irepa.study;

import io.irepa.IoReason;
import io.irepa.IrepaException;
import io.irepa.WholeFile;
import io.irepa.config.ConfigPrinter;
import io.irepa.config.RunConfigReader;
import io.irepa.config.StudyPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Does the work of a study: caches, measurements of encoders, runs; what is done already stays. */
public final class StudyWork {
  private final StudyPlan plan;
  private final RunConfigReader reader;
  private final StudyFolder folder;
  private final Launch launch;
  private final Consumer<String> note;

  /**
   * How it ended.
   *
   * @param failed names of processes that ended with an error
   * @param stopped whether it was asked to
   */
  public record Outcome(List<String> failed, boolean stopped) {}

  /**
   * @param reader of configurations in run folders
   * @param note takes lines for people
   */
  public StudyWork(
      StudyPlan plan,
      RunConfigReader reader,
      StudyFolder folder,
      Launch launch,
      Consumer<String> note) {
    this.plan = plan;
    this.reader = reader;
    this.folder = folder;
    this.launch = launch;
    this.note = note;
  }

  /**
   * Does what is left.
   *
   * @param stop asked all the time; if true, processes are told to save and end
   * @throws IrepaException if the disk fails, another process works on the study, or a run's folder
   *     holds one of another configuration
   */
  public Outcome run(BooleanSupplier stop) {
    try (StudyFolder.AutoCloseableLock lock = folder.lock()) {
      new StudyAgreement(plan, reader, folder).check();
      noteOthers();
      EncoderJobs encoders = new EncoderJobs(plan, folder);
      Set<String> changed = write(encoders);
      List<StudyPlan.Run> left = left();
      Children children = new Children(folder, launch, stop);
      List<String> failed = new ArrayList<>();
      int threads = Runtime.getRuntime().availableProcessors();
      int parallel = plan.study().parallel();
      int each = plan.study().threads().orElse(Math.max(1, threads / parallel));
      children.run(CacheJobs.of(left, folder), 1, threads, new Brief(failed));
      children.run(measurements(encoders, changed), parallel, each, new Brief(failed));
      List<Job> jobs = left.stream().map(this::job).toList();
      if (left.size() < plan.runs().size()) {
        note.accept(
            "%d of %d runs are done already."
                .formatted(plan.runs().size() - left.size(), plan.runs().size()));
      }
      children.run(jobs, parallel, each, new RunProgress(plan, folder, jobs.size(), failed, note));
      return new Outcome(failed, stop.getAsBoolean());
    } catch (IOException e) {
      throw new IrepaException(
          "The study's folder %s cannot be written: %s.".formatted(folder.path(), IoReason.of(e)),
          e);
    }
  }

  /** Runs of an earlier grid stay where they are, and out of the results. */
  private void noteOthers() throws IOException {
    Set<String> known = new HashSet<>();
    plan.runs().forEach(run -> known.add(run.name()));
    try (Stream<Path> files = Files.list(folder.runs())) {
      List<String> others =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> !known.contains(name))
              .sorted()
              .toList();
      if (!others.isEmpty()) {
        note.accept(
            "Not of this grid, and left out of the results: %s."
                .formatted(String.join(", ", others)));
      }
    }
  }

  /**
   * Writes what processes are given.
   *
   * @return names of those that were not there, or different
   */
  private Set<String> write(EncoderJobs encoders) throws IOException {
    Map<String, String> configs = new LinkedHashMap<>(encoders.configs());
    plan.runs().forEach(run -> configs.put(run.name(), ConfigPrinter.print(run.config())));
    Set<String> changed = new HashSet<>();
    for (Map.Entry<String, String> one : configs.entrySet()) {
      Path file = folder.config(one.getKey());
      if (!Files.exists(file) || !Files.readString(file).equals(one.getValue())) {
        WholeFile.write(file, one.getValue());
        changed.add(one.getKey());
      }
    }
    return changed;
  }

  private List<StudyPlan.Run> left() throws IOException {
    List<StudyPlan.Run> left = new ArrayList<>();
    for (StudyPlan.Run run : plan.runs()) {
      boolean there = Files.isDirectory(folder.run(run.name()).resolve("checkpoints"));
      if (!there || !Status.read(folder.status(run.name())).isFinished()) {
        left.add(run);
      }
    }
    return left;
  }

  private List<Job> measurements(EncoderJobs encoders, Set<String> changed) throws IOException {
    List<Job> left = new ArrayList<>();
    for (Job job : encoders.jobs()) {
      String config = "encoder@" + job.name().substring(job.name().indexOf('@') + 1);
      if (changed.contains(config) || !Status.read(folder.status(job.name())).isFinished()) {
        left.add(job);
      }
    }
    return left;
  }

  private Job job(StudyPlan.Run run) {
    return new Job(
        run.name(),
        List.of("train", folder.config(run.name()).toString(), "--runs", folder.runs().toString()),
        Optional.empty());
  }

  /** Tells of what comes before the runs. */
  private final class Brief implements Children.Watcher {
    private final List<String> failed;
    private final Map<String, Long> starts = new HashMap<>();

    Brief(List<String> failed) {
      this.failed = failed;
    }

    @Override
    public void started(Job job) {
      starts.put(job.name(), System.nanoTime());
    }

    @Override
    public void ended(Job job, Status status) {
      String name = job.name().replace('@', ' ');
      switch (status.state()) {
        case FINISHED ->
            note.accept(
                "%s: done in %.0f s"
                    .formatted(name, (System.nanoTime() - starts.get(job.name())) / 1e9));
        case FAILED -> {
          failed.add(job.name());
          note.accept("%s: failed; see %s".formatted(name, folder.log(job.name())));
        }
        default -> note.accept(name + ": stopped");
      }
    }
  }
}
