package io.irepa.study;

import io.irepa.config.StudyPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** A line a run that ends, with the time that is left. */
final class RunProgress implements Children.Watcher {
  private final StudyPlan plan;
  private final StudyFolder folder;
  private final int jobs;
  private final List<String> failed;
  private final Consumer<String> note;
  private final long start = System.nanoTime();
  private int ended;

  /**
   * @param jobs that are left to do
   * @param failed takes names of runs that failed
   */
  RunProgress(
      StudyPlan plan, StudyFolder folder, int jobs, List<String> failed, Consumer<String> note) {
    this.plan = plan;
    this.folder = folder;
    this.jobs = jobs;
    this.failed = failed;
    this.note = note;
  }

  @Override
  public void started(Job job) {
    if (ended == 0) {
      note.accept(job.name() + ": started");
    }
  }

  @Override
  public void ended(Job job, Status status) {
    ended++;
    String what =
        switch (status.state()) {
          case FINISHED ->
              String.format(Locale.ROOT, "done in %.0f s%s", status.seconds(), quality(job.name()));
          case FAILED -> "failed" + reason(job.name()) + "; see " + folder.log(job.name());
          default -> "stopped and saved";
        };
    if (status.state() == Status.State.FAILED) {
      failed.add(job.name());
    }
    int number = plan.runs().size() - jobs + ended;
    note.accept(
        "%d/%d  %s: %s%s"
            .formatted(
                number,
                plan.runs().size(),
                job.name(),
                what,
                ended == jobs ? "" : ", %s left".formatted(left())));
  }

  private String left() {
    double seconds = (System.nanoTime() - start) / 1e9 / ended * (jobs - ended);
    Duration left = Duration.ofSeconds(Math.round(seconds));
    return "%d:%02d:%02d".formatted(left.toHours(), left.toMinutesPart(), left.toSecondsPart());
  }

  private String quality(String run) {
    try {
      Optional<Curve> curve =
          Optional.ofNullable(Curves.of(folder.run(run)).get(plan.study().quality().curve()));
      return curve
          .map(one -> String.format(Locale.ROOT, ", quality %.5g", one.last()))
          .orElse(", without the curve " + plan.study().quality().curve());
    } catch (IOException e) {
      return "";
    }
  }

  /** The last line that tells what is wrong. */
  private String reason(String run) {
    Path log = folder.log(run);
    try {
      List<String> lines = Files.readAllLines(log);
      return lines.isEmpty() ? "" : ": " + lines.get(lines.size() - 1);
    } catch (IOException e) {
      return "";
    }
  }
}
