package io.irepa.study;

import io.irepa.config.ConfigPrinter;
import io.irepa.config.RunConfig;
import io.irepa.config.StudyPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The caches of runs, each made once however many runs share it. */
final class CacheJobs {
  private CacheJobs() {}

  /** The processes, which are not to run at once: several may ask for one cache. */
  static List<Job> of(List<StudyPlan.Run> runs, StudyFolder folder) {
    Map<List<Object>, Job> jobs = new LinkedHashMap<>();
    for (StudyPlan.Run run : runs) {
      RunConfig config = run.config();
      if (config.latents().isPresent()) {
        add(
            jobs,
            List.of(data(config), config.seed(), config.autoencoder(), config.latents()),
            "latents",
            run,
            folder);
      }
      for (RunConfig.AlignmentConfig alignment : config.alignment()) {
        if (alignment.cache().isPresent()) {
          add(
              jobs,
              List.of(data(config), alignment.encoder(), alignment.cache()),
              "features",
              run,
              folder);
        }
      }
    }
    return new ArrayList<>(jobs.values());
  }

  /** What any cache depends on. */
  private static List<Object> data(RunConfig config) {
    return List.of(config.data().map(ConfigPrinter::print), config.precision(), config.device());
  }

  private static void add(
      Map<List<Object>, Job> jobs,
      List<Object> key,
      String what,
      StudyPlan.Run run,
      StudyFolder folder) {
    String name = what + "@" + run.name();
    if (jobs.values().stream().noneMatch(job -> job.name().equals(name))) {
      jobs.putIfAbsent(
          key,
          new Job(
              name,
              List.of("cache", what, folder.config(run.name()).toString()),
              Optional.empty()));
    }
  }
}
