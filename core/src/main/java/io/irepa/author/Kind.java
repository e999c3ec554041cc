package io.irepa.author;

import io.irepa.spi.AlignmentLoss;
import io.irepa.spi.Autoencoder;
import io.irepa.spi.Backbone;
import io.irepa.spi.DataSource;
import io.irepa.spi.Encoder;
import io.irepa.spi.Metric;
import io.irepa.spi.Objective;
import io.irepa.spi.Optimizer;
import io.irepa.spi.Projector;
import io.irepa.spi.Sampler;
import io.irepa.spi.Schedule;
import io.irepa.spi.TargetNorm;
import io.irepa.spi.Tracker;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What an author can begin with: an extension point, and a project with a working extension. */
public enum Kind {
  /** A smooth cosine distance. */
  LOSS(AlignmentLoss.class, "alignment loss"),
  /** One linear layer. */
  PROJECTOR(Projector.class, "projector"),
  /** Centring. */
  NORM(TargetNorm.class, "target norm"),
  /** Flow matching. */
  OBJECTIVE(Objective.class, "objective"),
  /** An MLP-Mixer. */
  BACKBONE(Backbone.class, "backbone", "embed.ts.py block.ts.py head.ts.py"),
  /** Colours and gradients of patches. */
  ENCODER(Encoder.class, "encoder", "statistics.ts.py"),
  /** Diversity of tokens. */
  METRIC(Metric.class, "metric"),
  /** Generated shapes. */
  DATA(DataSource.class, "data source"),
  /** A CSV file. */
  TRACKER(Tracker.class, "tracker"),
  /** The midpoint method. */
  SAMPLER(Sampler.class, "sampler"),
  /** Lion. */
  OPTIMIZER(Optimizer.class, "optimizer"),
  /** An inverse root. */
  SCHEDULE(Schedule.class, "schedule"),
  /** Pixels as channels. */
  AUTOENCODER(Autoencoder.class, "autoencoder");

  private final Class<?> slot;
  private final String words;
  private final String kernels;

  Kind(Class<?> slot, String words) {
    this(slot, words, "");
  }

  Kind(Class<?> slot, String words, String kernels) {
    this.slot = slot;
    this.words = words;
    this.kernels = kernels;
  }

  /** The kind of that name, as {@code --kind} has it. */
  public static Optional<Kind> of(String name) {
    return Arrays.stream(values()).filter(kind -> kind.option().equals(name)).findFirst();
  }

  /** The name in {@code --kind}. */
  public String option() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The extension point. */
  public Class<?> slot() {
    return slot;
  }

  /** As prose has it. */
  public String words() {
    return words;
  }

  /** Resources beside the class. */
  List<String> kernels() {
    return kernels.isEmpty() ? List.of() : List.of(kernels.split(" ", -1));
  }
}
