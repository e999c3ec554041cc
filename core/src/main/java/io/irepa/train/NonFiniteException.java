package io.irepa.train;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A step whose loss or gradient is no finite number. Its phase has changed nothing yet. */
final class NonFiniteException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String term;
  private final double value;
  private final transient Map<String, Double> report;
  private final transient List<String> parameters;

  /**
   * @param term such as {@code loss.align} or {@code gradient-norm}
   * @param value NaN or infinite
   * @param report all that is known of the step
   * @param parameters whose gradients are not finite, where it is a gradient
   */
  NonFiniteException(
      String term, double value, Map<String, Double> report, List<String> parameters) {
    super(term + " is " + value);
    this.term = term;
    this.value = value;
    this.report = new LinkedHashMap<>(report); // in the order of the step
    this.parameters = List.copyOf(parameters);
  }

  String term() {
    return term;
  }

  double value() {
    return value;
  }

  Map<String, Double> report() {
    return report;
  }

  List<String> parameters() {
    return parameters;
  }

  /** What is not finite, to stand at the beginning of a sentence. */
  String what() {
    return parameters.isEmpty()
        ? "%s is %s".formatted(term, value)
        : "%s is %s (gradient of %s%s)"
            .formatted(
                term,
                value,
                parameters.get(0),
                parameters.size() == 1 ? "" : " and " + (parameters.size() - 1) + " more");
  }
}
