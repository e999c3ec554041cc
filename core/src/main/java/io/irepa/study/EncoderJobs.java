package io.irepa.study;

import io.irepa.config.Chosen;
import io.irepa.config.ConfigPrinter;
import io.irepa.config.RunConfig;
import io.irepa.config.SpatialConfig;
import io.irepa.config.StudyConfig;
import io.irepa.config.StudyPlan;
import io.irepa.spi.Encoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is measured of the encoders that a study's runs are aligned with. */
final class EncoderJobs {
  private final StudyPlan plan;
  private final StudyFolder folder;

  EncoderJobs(StudyPlan plan, StudyFolder folder) {
    this.plan = plan;
    this.folder = folder;
  }

  /** A run of each encoder, by the encoder's name, in the plan's order. */
  static Map<String, StudyPlan.Run> encoders(StudyPlan plan) {
    Map<String, StudyPlan.Run> encoders = new LinkedHashMap<>();
    plan.runs().forEach(run -> run.encoder().ifPresent(name -> encoders.putIfAbsent(name, run)));
    return encoders;
  }

  /** Configurations by name, as a run's. */
  Map<String, String> configs() {
    Map<String, String> configs = new LinkedHashMap<>();
    encoders(plan).forEach((name, run) -> configs.put("encoder@" + name, config(run.config())));
    return configs;
  }

  /** The processes. */
  List<Job> jobs() {
    StudyConfig.Probe probe = plan.study().probe();
    List<Job> jobs = new ArrayList<>();
    for (String name : encoders(plan).keySet()) {
      String config = folder.config("encoder@" + name).toString();
      jobs.add(
          new Job(
              "spatial@" + name,
              List.of("spatial", config, "-o", folder.encoder(name).toString()),
              Optional.empty()));
      if (probe.on()) {
        jobs.add(
            new Job(
                "probe@" + name,
                List.of(
                    "probe",
                    config,
                    "--json",
                    "--images=" + probe.images(),
                    "--held-out=" + probe.heldOut(),
                    "--seed=" + probe.seed()),
                Optional.of(probed(folder, name))));
      }
    }
    return jobs;
  }

  /** Where the numbers of {@code irepa spatial} are. */
  static Path measured(StudyFolder folder, String encoder) {
    return folder.encoder(encoder).resolve("spatial.json");
  }

  /** Where those of {@code irepa probe} are. */
  static Path probed(StudyFolder folder, String encoder) {
    return folder.encoder(encoder).resolve("probe.json");
  }

  private String config(RunConfig run) {
    Chosen<Encoder> encoder = run.alignment().get(0).encoder().orElseThrow();
    SpatialConfig asked = plan.study().spatial();
    SpatialConfig spatial =
        new SpatialConfig(
            List.of(encoder),
            asked.norm(),
            asked.metrics(),
            asked.images(),
            asked.batch(),
            asked.maps());
    return ConfigPrinter.print(
        new RunConfig(
            run.name(),
            run.seed(),
            run.device(),
            run.precision(),
            run.data(),
            run.autoencoder(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            run.optimizer(),
            run.ema(),
            run.train(),
            run.sample(),
            Optional.empty(),
            Optional.of(spatial),
            run.trackers()));
  }
}
