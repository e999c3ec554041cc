package io.irepa.study;

import io.irepa.IrepaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Does jobs in processes, several at a time, and ends them when it is asked to. */
final class Children {
  private static final long POLL_MILLISECONDS = 50;
  private static final double PATIENCE_SECONDS = 120;

  private final StudyFolder folder;
  private final Launch launch;
  private final BooleanSupplier stop;

  /** Told of each job. */
  interface Watcher {
    /** A process of the job starts. */
    void started(Job job);

    /** It has ended. */
    void ended(Job job, Status status);
  }

  private record Active(Job job, Process process, Path out, double before, long start) {
    double seconds() {
      return before + (System.nanoTime() - start) / 1e9;
    }
  }

  /**
   * @param stop asked all the time; if true, nothing more is started, and what runs is told to end
   */
  Children(StudyFolder folder, Launch launch, BooleanSupplier stop) {
    this.folder = folder;
    this.launch = launch;
    this.stop = stop;
  }

  /**
   * Does jobs, in order.
   *
   * @param parallel at a time
   * @param threads of each
   * @throws IOException if a file cannot be written; no process is left then
   */
  void run(List<Job> jobs, int parallel, int threads, Watcher watcher) throws IOException {
    Deque<Job> waiting = new ArrayDeque<>(jobs);
    List<Active> active = new ArrayList<>();
    long stopped = 0;
    try {
      while (!active.isEmpty() || (!waiting.isEmpty() && stopped == 0)) {
        if (stopped == 0 && stop.getAsBoolean()) {
          stopped = System.nanoTime();
          active.forEach(one -> one.process().destroy());
        }
        if (stopped != 0 && (System.nanoTime() - stopped) / 1e9 > PATIENCE_SECONDS) {
          active.forEach(one -> one.process().destroyForcibly());
        }
        for (Iterator<Active> each = active.iterator(); each.hasNext(); ) {
          Active one = each.next();
          if (!one.process().isAlive()) {
            each.remove();
            ended(one, stopped != 0, watcher);
          }
        }
        for (int i = waiting.size(); i > 0 && stopped == 0 && active.size() < parallel; i--) {
          Job job = waiting.poll();
          if (folder.isFree(job.name())) {
            watcher.started(job);
            active.add(start(job, threads));
          } else {
            waiting.add(job); // A process of a study that was killed still saves.
          }
        }
        Thread.sleep(POLL_MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IrepaException("The study was interrupted.", e);
    } finally {
      active.forEach(one -> one.process().destroyForcibly());
    }
  }

  private Active start(Job job, int threads) throws IOException {
    Status before = Status.read(folder.status(job.name()));
    new Status(Status.State.STARTED, before.seconds(), -1).write(folder.status(job.name()));
    Path out = folder.path().resolve("logs").resolve("." + job.name() + ".out");
    Process process =
        launch.start(
            job.arguments(), threads, job.result().map(file -> out), folder.log(job.name()));
    return new Active(job, process, out, before.seconds(), System.nanoTime());
  }

  private void ended(Active one, boolean stopped, Watcher watcher) throws IOException {
    int code = one.process().exitValue();
    if (one.job().result().isPresent()) {
      if (code == 0) {
        Files.createDirectories(one.job().result().get().toAbsolutePath().getParent());
        Files.move(one.out(), one.job().result().get(), StandardCopyOption.REPLACE_EXISTING);
      }
      Files.deleteIfExists(one.out());
    }
    Status status = new Status(state(code, stopped), one.seconds(), code);
    status.write(folder.status(one.job().name()));
    watcher.ended(one.job(), status);
  }

  /** Ctrl-C reaches the processes too, perhaps before it is seen here. */
  private static Status.State state(int code, boolean stopped) {
    if (code == 0) {
      return Status.State.FINISHED;
    }
    return stopped || code == 130 || code == 143 ? Status.State.STOPPED : Status.State.FAILED;
  }
}
