package io.irepa.cli;

import io.irepa.cache.CacheBuilder;
import io.irepa.cache.CachedSource;
import io.irepa.config.RunConfig;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import picocli.CommandLine.Command;

/** {@code irepa cache features CONFIG}. */
@Command(
    name = "features",
    description =
        "Runs the encoders once over the data. What is there already stays, if it is whole and the images are the same.")
final class CacheFeaturesCommand extends CacheMaking {
  @Override
  Optional<String> nothing(RunConfig config) {
    return CachedSource.caches(config)
        ? Optional.empty()
        : Optional.of("No alignment in %s has a cache. Add 'cache: {path: features}' to each.");
  }

  @Override
  List<CacheBuilder.Result> make(CacheBuilder builder, BooleanSupplier stop) {
    return builder.features(stop);
  }

  @Override
  String rounding() {
    return "  rounding changes a cosine loss by at most %.2g";
  }
}
