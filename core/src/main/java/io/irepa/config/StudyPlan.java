package io.irepa.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A study with its runs.
 *
 * @param study as configured
 * @param axes their names, in order
 * @param seedAxis the axis that changes nothing but the seed, if there is one
 * @param encoderAxes those that choose what is aligned with
 * @param references what runs are compared with for speed
 * @param runs in the order of the grid, those without alignment first
 */
public record StudyPlan(
    StudyConfig study,
    List<String> axes,
    Optional<String> seedAxis,
    List<String> encoderAxes,
    List<Reference> references,
    List<Run> runs) {
  /** The value of an axis that a run without alignment, or one beside the grid, has none of. */
  public static final String NONE = "none";

  /**
   * One run.
   *
   * @param name of its folder
   * @param values names of its values, by axis
   * @param label what tells it from the runs with equal values; empty for those of the grid
   * @param encoder name of what it is aligned with; empty without alignment
   * @param config checked
   */
  public record Run(
      String name,
      Map<String, String> values,
      String label,
      Optional<String> encoder,
      RunConfig config) {
    /** Whether it has no alignment. */
    public boolean isBaseline() {
      return encoder.isEmpty();
    }
  }

  /**
   * What runs are compared with.
   *
   * @param values by axis, the others being equal; empty stands for the runs without alignment
   */
  public record Reference(Map<String, String> values) {
    /** Whether it is the runs without alignment. */
    public boolean isBaseline() {
      return values.isEmpty();
    }
  }
}
