package io.irepa.probe;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.irepa.IrepaException;
import io.irepa.tensor.Autograd;
import io.irepa.tensor.Host;
import io.irepa.tensor.Kernel;
import io.irepa.tensor.Philox;
import io.irepa.tensor.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Multinomial logistic regression on features, fitted on a part of the examples and tried on the
 * rest. Nothing in it is random but the split, which depends on the seed and an example's index
 * alone: all encoders see the same one.
 */
final class LinearProbe {
  private static final Kernel KERNEL =
      Kernel.of(LinearProbe.class, "logistic.ts.py", Map.of("penalty", 1e-3, "iterations", 400));

  private LinearProbe() {}

  /**
   * The accuracies, from 0 to 1.
   *
   * @param fitted of the examples that it was fitted on
   * @param heldOut of the others
   * @param train examples that it was fitted on
   * @param test the others
   */
  record Accuracy(double fitted, double heldOut, int train, int test) {}

  /** Whether an example is held out. */
  static boolean isHeldOut(long index, double share, long seed) {
    return Philox.of(seed, index, "probe.split").nextFloat() < share;
  }

  /**
   * Fits and tries.
   *
   * @param features one vector an example
   * @param labels from 0 to classes - 1
   * @param heldOut whether an example is held out
   * @throws IrepaException if either part is empty
   */
  static Accuracy measure(
      List<float[]> features, List<Integer> labels, List<Boolean> heldOut, int classes) {
    List<Integer> train = new ArrayList<>();
    List<Integer> test = new ArrayList<>();
    for (int i = 0; i < features.size(); i++) {
      (heldOut.get(i) ? test : train).add(i);
    }
    if (train.size() < 2 || test.isEmpty()) {
      throw new IrepaException(
          "Of %d examples %d are held out; a probe needs some of each. Raise --images."
              .formatted(features.size(), test.size()));
    }
    try (NDManager manager = Host.newManager();
        Scope scope = Scope.open();
        Autograd.Recording off = Autograd.off()) {
      float[] targets = new float[train.size() * classes];
      for (int i = 0; i < train.size(); i++) {
        targets[i * classes + labels.get(train.get(i))] = 1;
      }
      NDList found =
          KERNEL.callForAll(
              rows(features, train, manager),
              manager.create(targets, new Shape(train.size(), classes)),
              rows(features, test, manager));
      return new Accuracy(
          share(found.get(0), labels, train),
          share(found.get(1), labels, test),
          train.size(),
          test.size());
    }
  }

  private static NDArray rows(List<float[]> features, List<Integer> chosen, NDManager manager) {
    int width = features.get(0).length;
    float[] values = new float[chosen.size() * width];
    for (int i = 0; i < chosen.size(); i++) {
      System.arraycopy(features.get(chosen.get(i)), 0, values, i * width, width);
    }
    return manager.create(values, new Shape(chosen.size(), width));
  }

  private static double share(NDArray found, List<Integer> labels, List<Integer> chosen) {
    long[] classes = found.toLongArray();
    int right = 0;
    for (int i = 0; i < classes.length; i++) {
      right += classes[i] == labels.get(chosen.get(i)) ? 1 : 0;
    }
    return right / (double) classes.length;
  }
}
