package io.irepa.config;

import io.irepa.spi.Default;
import io.irepa.spi.Doc;
import io.irepa.spi.Metric;
import io.irepa.spi.Range;
import java.util.List;
import java.util.Optional;

/** A study: runs over a grid, and what is asked of them together. */
public record StudyConfig(
    @Doc("name of the study and of its folder under runs/") @Default("study") String name,
    @Doc("what all runs have in common: a run's configuration, or the path of one from this file")
        Node base,
    @Doc(
            "axes: a key with a list of its values, or a name with named values, each of which sets one key or several, such as alignment.0.encoder")
        Node.Mapping grid,
    @Doc(
            "combinations that are left out, each by values of some axes: {encoder: hog, seed: [1, 2]}")
        @Default("[]")
        List<Node.Mapping> exclude,
    @Doc(
            "further runs: a value of some axes, a name, and under set the keys in which they differ from the rest")
        @Default("[]")
        List<Node.Mapping> include,
    @Doc("also runs without alignment, one for each combination of the axes that set nothing of it")
        @Default("true")
        boolean baseline,
    @Doc("runs at once") @Default("1") @Range(min = 1) int parallel,
    @Doc("threads a run computes with; the machine's cores over parallel if left out")
        @Range(min = 1)
        Optional<Integer> threads,
    @Doc("what tells how good a run is") Quality quality,
    @Doc("how the spatial structure of the encoders is measured; encoders are those of the runs")
        @Default("{}")
        SpatialConfig spatial,
    @Doc("how a linear classifier is fitted on the encoders' tokens") @Default("{}") Probe probe,
    @Doc("compares final quality with what was measured of the encoders: series x and y")
        @Default("{type: correlation}")
        Chosen<Metric> correlation,
    @Doc("resamplings of a bootstrap interval") @Default("2000") @Range(min = 100) int resamples) {

  /** How good a run is. */
  public record Quality(
      @Doc(
              value = "a tracked curve; its last value is the final quality",
              example = "evaluate.hog.frechet-distance")
          String curve,
      @Doc("which values are good ones") @Default("lower") Better better,
      @Doc(
              "what is compared with for speed: baseline, or values of some axes such as {recipe: repa}, the others being equal")
          @Default("[baseline]")
          List<Node> references,
      @Doc("quality that is to be reached; the reference's final one if left out")
          Optional<Double> target) {}

  /** Which values are good ones. */
  public enum Better {
    /** Small ones, as of a distance. */
    LOWER,
    /** Large ones, as of a recall. */
    HIGHER
  }

  /** A linear probe of encoders. */
  public record Probe(
      @Doc("whether encoders are probed") @Default("true") boolean on,
      @Doc("images, evenly over the data") @Default("5000") @Range(min = 2) int images,
      @Doc("share of the images that the classifier is tried on")
          @Default("0.2")
          @Range(min = 0.01, max = 0.99)
          double heldOut,
      @Doc("seed of the split") @Default("0") long seed) {}
}
