package io.irepa.train;

import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import io.irepa.spi.Histogram;
import io.irepa.tensor.Kernel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Histograms of one step: of gradients as they are before clipping, and of parameters as they are
 * after the update. They are computed where the arrays are, when the arrays are seen, and read when
 * they are asked for.
 */
final class Histograms implements Trainer.Observer {
  private static final int BINS = 64;
  private static final int HEAD = 5;
  private static final Kernel KERNEL =
      Kernel.of(Histograms.class, "histogram.ts.py", Map.of("bins", BINS));

  private final List<String> names = new ArrayList<>();
  private final NDList tables = new NDList();

  @Override
  public void gradients(List<String> of, NDList gradients) {
    take("gradients/", of, gradients);
  }

  @Override
  public void parameters(List<String> of, NDList parameters) {
    take("parameters/", of, parameters);
  }

  private void take(String prefix, List<String> of, NDList arrays) {
    tables.add(KERNEL.callLists(arrays).singletonOrThrow());
    of.forEach(name -> names.add(prefix + name));
  }

  /** What was seen, by name, in one transfer; within the scope of the step. */
  Map<String, Histogram> read() {
    Map<String, Histogram> read = new LinkedHashMap<>();
    if (!tables.isEmpty()) {
      double[] numbers = NDArrays.concat(tables).toDoubleArray();
      for (int i = 0; i < names.size(); i++) {
        int at = i * (HEAD + BINS);
        read.put(names.get(i), histogram(Arrays.copyOfRange(numbers, at, at + HEAD + BINS)));
      }
    }
    return read;
  }

  private static Histogram histogram(double[] row) {
    long[] bins = Arrays.stream(row, HEAD, row.length).mapToLong(Math::round).toArray();
    return new Histogram(Math.round(row[0]), row[1], row[2], row[3], row[4], bins);
  }
}
