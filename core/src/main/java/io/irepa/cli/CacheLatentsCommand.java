package io.irepa.cli;

import io.irepa.cache.CacheBuilder;
import io.irepa.config.RunConfig;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import picocli.CommandLine.Command;

/** {@code irepa cache latents CONFIG}. */
@Command(
    name = "latents",
    description =
        "Runs the autoencoder's encoder once over the data. What is there already stays, if it is whole and the images are the same.")
final class CacheLatentsCommand extends CacheMaking {
  @Override
  Optional<String> nothing(RunConfig config) {
    return config.latents().isPresent()
        ? Optional.empty()
        : Optional.of("There is no cache of latents in %s. Add 'latents: {path: latents}'.");
  }

  @Override
  List<CacheBuilder.Result> make(CacheBuilder builder, BooleanSupplier stop) {
    return List.of(builder.latents(stop));
  }

  @Override
  String rounding() {
    return "  rounding moves what is kept by %.2g of its deviation (root mean square)";
  }
}
