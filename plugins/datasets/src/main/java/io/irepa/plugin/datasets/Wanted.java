package io.irepa.plugin.datasets;

import io.irepa.image.Background;
import io.irepa.image.Preparation;
import io.irepa.spi.Problems;
import io.irepa.spi.RunShape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a run takes of stored examples.
 *
 * @param preparation of images; empty if none are wanted
 * @param latents empty if none are wanted
 * @param labelled whether examples have labels
 * @param classNames a file with the names of the classes
 * @param brokenLimit share of damaged examples that is passed over
 */
record Wanted(
    Optional<Preparation> preparation,
    Optional<Latents> latents,
    boolean labelled,
    Optional<Path> classNames,
    double brokenLimit) {
  static Wanted of(
      int resolution,
      boolean flip,
      Background background,
      Optional<Latents> latents,
      boolean labelled,
      Optional<Path> classNames,
      double brokenLimit) {
    return new Wanted(
        resolution > 0
            ? Optional.of(new Preparation(resolution, flip, background))
            : Optional.empty(),
        latents,
        labelled,
        classNames,
        brokenLimit);
  }

  /** The names that the user gives. */
  Optional<List<String>> givenNames() {
    return classNames.map(Labels::names);
  }

  /** Reports keys that do not go together. */
  void check(RunShape run, boolean flip, Problems problems) {
    if (preparation.isEmpty() && latents.isEmpty()) {
      problems.add(
          "resolution",
          "Set it to the images' side, or set latent to train on those that are stored.");
    }
    if (latents.isPresent() && flip) {
      problems.add("flip", "The latents of mirrored images are not stored. Set flip: false.");
    }
    if (latents.isPresent() && preparation.isEmpty() && !run.targets().isEmpty()) {
      problems.add(
          "resolution",
          "The encoders of this run need images beside the latents. Set it to the images' side, give the alignments caches of tokens, or leave them out.");
    }
    classNames
        .filter(file -> !Files.isReadable(file))
        .ifPresent(
            file -> problems.add("class-names", "There is nothing to read at " + file + "."));
  }
}
