package io.irepa.config;

import io.irepa.IrepaException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** A configuration is wrong; the message lists everything found, a line each. */
public final class ConfigException extends IrepaException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  /**
   * @param problems at least one
   */
  public ConfigException(List<Problem> problems) {
    super(inOrder(problems).stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = inOrder(problems);
  }

  private static List<Problem> inOrder(List<Problem> problems) {
    return problems.stream()
        .sorted(
            Comparator.comparingInt((Problem problem) -> problem.place().line())
                .thenComparingInt(problem -> problem.place().column()))
        .toList();
  }

  /** What was found, in the order of the file. */
  public List<Problem> problems() {
    return problems;
  }
}
