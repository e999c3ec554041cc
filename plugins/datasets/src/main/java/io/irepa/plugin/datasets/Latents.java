package io.irepa.plugin.datasets;

import io.irepa.spi.Default;
import io.irepa.spi.Doc;
import io.irepa.spi.LatentContent;
import java.util.Locale;
import java.util.Optional;

/** Latents that were computed before and are stored with the examples. */
public record Latents(
    @Doc(
            "where they are: the column, or the ending of the members such as npy; found by its usual name if left out")
        Optional<String> from,
    @Doc(
            "what is stored: scaled, as the model is trained on; samples, before the autoencoder's scaling; moments, mean and log-variance; mean-std, mean and standard deviation")
        @Default("scaled")
        Content content) {
  /** What is stored. */
  public enum Content {
    /** As the model is trained on. */
    SCALED(LatentContent.SCALED),
    /** Before the autoencoder's scaling. */
    SAMPLES(LatentContent.SAMPLES),
    /** Mean and log-variance. */
    MOMENTS(LatentContent.MOMENTS),
    /** Mean and standard deviation, as REPA's preprocessing (arXiv 2410.06940) stores them. */
    MEAN_STD(LatentContent.MOMENTS);

    private final LatentContent carried;

    Content(LatentContent carried) {
      this.carried = carried;
    }

    /** What examples then carry. */
    LatentContent carried() {
      return carried;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** How many numbers are stored for each one that the model takes. */
    int parts() {
      return carried == LatentContent.MOMENTS ? 2 : 1;
    }
  }

  /** What is stored, as examples carry it; changes and returns the same array. */
  float[] carried(float[] stored) {
    if (content == Content.MEAN_STD) {
      for (int i = stored.length / 2; i < stored.length; i++) {
        stored[i] = (float) (2 * Math.log(stored[i]));
      }
    }
    return stored;
  }
}
