package io.irepa.parity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;

/**
 * One expected tensor against what came out.
 *
 * @param tensor its name
 * @param absolute the largest absolute error
 * @param relative the largest error relative to the expected value
 * @param agrees whether every number is within the tolerance
 * @param note why it cannot be compared, or empty
 */
public record Comparison(
    String tensor, double absolute, double relative, boolean agrees, String note) {

  /** A tensor that cannot be compared. */
  static Comparison impossible(String tensor, String note) {
    return new Comparison(tensor, Double.NaN, Double.NaN, false, note);
  }

  /** Compares number by number: |a-b| <= absolute + relative |b|; NaN agrees with NaN only. */
  static Comparison of(
      String tensor, NDArray actual, NDArray expected, double absolute, double relative) {
    if (!actual.getShape().equals(expected.getShape())) {
      return impossible(tensor, "shape " + actual.getShape() + ", expected " + expected.getShape());
    }
    double[] a = numbers(actual);
    double[] b = numbers(expected);
    double worst = 0;
    double worstRelative = 0;
    boolean agrees = true;
    for (int i = 0; i < a.length; i++) {
      if (Double.compare(a[i], b[i]) == 0) {
        continue;
      }
      double error = Math.abs(a[i] - b[i]);
      if (Double.isNaN(error)) {
        error = Double.POSITIVE_INFINITY;
      }
      worst = Math.max(worst, error);
      worstRelative = Math.max(worstRelative, error == 0 ? 0 : error / Math.abs(b[i]));
      agrees &= error <= absolute + relative * Math.abs(b[i]);
    }
    return new Comparison(tensor, worst, worstRelative, agrees, "");
  }

  private static double[] numbers(NDArray array) {
    if (array.getDataType() == DataType.INT64) {
      return java.util.Arrays.stream(array.toLongArray()).asDoubleStream().toArray();
    }
    return array.toType(DataType.FLOAT64, false).toDoubleArray();
  }
}
