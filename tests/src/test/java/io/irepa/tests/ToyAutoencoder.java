package io.irepa.tests;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * A third party's autoencoder of factor 2 with a posterior, and an objective that would train it,
 * as a plugin. The property {@code acme.sides} lists which of its halves may be loaded, for the
 * test that sets it.
 *
 * @param folder of the plugin
 */
record ToyAutoencoder(Path folder) {
  static final String SIDES = "acme.sides";

  private static final String SOURCE =
      """
      package acme;

      import ai.djl.ndarray.NDArray;
      import com.google.inject.Inject;
      import io.irepa.spi.*;
      import io.irepa.tensor.Draws;
      import java.io.IOException;
      import java.io.UncheckedIOException;
      import java.nio.file.Files;
      import java.nio.file.Path;
      import java.util.List;
      import org.pf4j.Extension;

      @Extension
      @Component("acme-autoencoder")
      public final class Means implements Autoencoder {
        public record Config(
            @Doc("factor") Path weights,
            @Doc("of the posterior") @Default("-1.0") double logVariance,
            @Doc("channels that it tells of") @Default("3") int channels)
            implements Autoencoder.Shaped {
          @Override
          public LatentShape latents() {
            return new LatentShape(channels, 2);
          }
        }

        private final Config config;
        private final float factor;

        @Inject
        public Means(Config config, AutoencoderUse use) {
          String may = System.getProperty("acme.sides");
          if (may != null && use.sides().stream().anyMatch(side -> !may.contains(side.name()))) {
            throw new IllegalStateException("loaded: " + use.sides());
          }
          this.config = config;
          try {
            factor = Float.parseFloat(Files.readString(config.weights()));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }

        @Override
        public NDArray moments(NDArray images) {
          NDArray mean = images.reshape(-1, 3, 8, 2, 8, 2).mean(new int[] {5}).mean(new int[] {3})
              .mul(factor);
          return mean.concat(mean.mul(0.1f).add((float) config.logVariance()), 1);
        }

        @Override
        public NDArray encode(NDArray images, Draws draws) {
          return scaling().apply(Posterior.of(moments(images)).sample(draws));
        }

        @Override
        public NDArray decode(NDArray latents) {
          return scaling().undo(latents).repeat(2, 2).repeat(3, 2);
        }

        @Override
        public LatentScale scaling() {
          return new LatentScale(List.of(1.5), List.of(0.25));
        }
      }
      """;

  private static final String OBJECTIVE =
      """
      package acme;

      import com.google.inject.Inject;
      import io.irepa.spi.*;
      import io.irepa.tensor.Draws;
      import org.pf4j.Extension;

      @Extension
      @Component("acme-end-to-end")
      public final class EndToEnd implements Objective {
        public record Config(@Doc("unused") @Default("0") int unused)
            implements Objective.TrainsAutoencoder {}

        @Inject
        public EndToEnd(Config config) {}

        @Override
        public Losses losses(Phase phase, Batch batch, Draws draws) {
          throw new UnsupportedOperationException();
        }

        @Override
        public Field field() {
          throw new UnsupportedOperationException();
        }
      }
      """;

  private static final String WATCHER =
      """
      package acme;

      import com.google.inject.Inject;
      import io.irepa.IrepaException;
      import io.irepa.spi.*;
      import io.irepa.tensor.Draws;
      import org.pf4j.Extension;

      @Extension
      @Component("acme-watcher")
      public final class Watcher implements Objective {
        public record Config(@Doc("whether it says that it needs images") boolean says) {}

        private final Config config;

        @Inject
        public Watcher(Config config) {
          this.config = config;
        }

        @Override
        public boolean needsImages() {
          return config.says();
        }

        @Override
        public Losses losses(Phase phase, Batch batch, Draws draws) {
          throw new IrepaException(
              "seen " + batch.images().getShape() + " beside " + batch.x().getShape());
        }

        @Override
        public Field field() {
          throw new UnsupportedOperationException();
        }
      }
      """;

  /** Makes the plugins. */
  static ToyAutoencoder made(Path folder) throws IOException {
    new PluginMaker(folder).jar(SOURCE);
    return new ToyAutoencoder(folder);
  }

  /** Adds the objective that would train it. */
  void withObjective() throws IOException {
    add(OBJECTIVE);
  }

  /** Adds an objective that looks at images, and says so or not. */
  void withWatcher() throws IOException {
    add(WATCHER);
  }

  private void add(String source) throws IOException {
    new PluginMaker(folder)
        .jar("objective.jar", PluginMaker.manifest().replace("acme", "acme-objective"), source);
  }

  /** What a toy run needs to train on its latents. */
  static Map<String, String> overrides(Path weights) {
    return Map.of(
        "autoencoder", "{type: acme-autoencoder, weights: '%s'}".formatted(weights),
        "backbone.input", "8",
        "backbone.patch", "2");
  }
}
