package io.irepa.study;

import io.irepa.report.RunFiles;
import io.irepa.report.Series;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The curves of a run's folder. */
final class Curves {
  private Curves() {}

  /** By name; none if the run has not begun. */
  static Map<String, Curve> of(Path run) throws IOException {
    Map<String, Curve> curves = new LinkedHashMap<>();
    if (Files.isRegularFile(run.resolve("config.yaml"))) {
      RunFiles.read(run).curves().forEach((name, series) -> curves.put(name, curve(series)));
    }
    return curves;
  }

  private static Curve curve(Series series) {
    double[] steps = new double[series.size()];
    double[] values = new double[series.size()];
    for (int i = 0; i < steps.length; i++) {
      steps[i] = series.step(i);
      values[i] = series.value(i);
    }
    return new Curve(steps, values);
  }
}
