package io.irepa.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.irepa.spi.Histogram;
import io.irepa.spi.Losses;
import io.irepa.tensor.Autograd;
import io.irepa.tensor.Kernel;
import io.irepa.tensor.Scope;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The numbers of one step, on their device until they are read: reading waits for the device, so on
 * a GPU it is done when the next step is on its way.
 */
public final class StepReport {
  private static final Kernel STACK = Kernel.of(StepReport.class, "stack.ts.py");
  private static final Kernel CONCATENATE = Kernel.of(StepReport.class, "concatenate.ts.py");

  private final Map<String, Double> values = new LinkedHashMap<>();
  private final List<Term> terms = new ArrayList<>();
  private final Map<String, Gradients> gradients = new LinkedHashMap<>();
  private Map<String, Histogram> histograms = Map.of();
  private NDList arrays = new NDList();
  private Optional<NonFiniteException> failure = Optional.empty();

  /** A number of the arrays, in their order, and its share in the value of that name. */
  private record Term(String name, double share) {}

  private record Gradients(List<String> names, NDList arrays) {}

  /**
   * Takes the losses of a part of the batch.
   *
   * @param total what the total is called
   * @return all of them as one array, detached
   */
  NDArray losses(Losses losses, String total, int parts) {
    Map<String, NDArray> all = new LinkedHashMap<>();
    losses.terms().forEach((name, term) -> all.put("loss." + name, term));
    all.put("loss." + total, losses.total());
    all.putAll(losses.figures());
    NDList scalars = new NDList();
    all.forEach(
        (name, term) -> {
          expect(name, 1.0 / parts);
          scalars.add(Autograd.detach(term));
        });
    losses.weights().forEach((name, weight) -> known("weight." + name, weight));
    NDArray stacked = STACK.callLists(scalars).singletonOrThrow();
    arrays.add(stacked);
    return stacked;
  }

  /** Takes the norm of a phase's gradients, and the gradients, to tell which is not finite. */
  void gradients(String name, NDArray norm, List<String> names, NDList each) {
    expect(name, 1);
    arrays.add(norm.reshape(new Shape(1)));
    gradients.put(name, new Gradients(names, each));
  }

  /** Lets go of gradients whose norm is of that name. */
  void forget(String name) {
    gradients.remove(name);
  }

  /** Takes a number that is known already. */
  void known(String name, double value) {
    values.put(name, value);
  }

  /** Takes histograms, which were waited for. */
  void histograms(Map<String, Histogram> seen) {
    histograms = Collections.unmodifiableMap(seen);
  }

  /** The histograms of the step, by name; empty at most steps. */
  Map<String, Histogram> histograms() {
    return histograms;
  }

  private void expect(String name, double share) {
    terms.add(new Term(name, share));
    values.putIfAbsent(name, 0.0);
  }

  /** Moves the numbers out of a step's scope, without waiting for them. */
  void keep(Scope scope, NDManager manager) {
    NDArray all = CONCATENATE.callLists(arrays).singletonOrThrow();
    arrays = new NDList(scope.keep(all, manager));
    gradients.clear();
  }

  /** Waits for the numbers, within the step's scope or after {@link #keep}. */
  void settle() {
    double[] read =
        CONCATENATE
            .callLists(arrays)
            .singletonOrThrow()
            .toType(DataType.FLOAT64, false)
            .toDoubleArray();
    arrays.forEach(NDArray::close);
    arrays.clear();
    for (int i = 0; i < read.length; i++) {
      Term term = terms.get(i);
      values.merge(term.name(), term.share() * read[i], Double::sum);
    }
    failure =
        values.entrySet().stream()
            .filter(value -> !Double.isFinite(value.getValue()))
            .findFirst()
            .map(
                value ->
                    new NonFiniteException(
                        value.getKey(), value.getValue(), values, notFinite(value.getKey())));
    gradients.clear();
  }

  /**
   * The numbers, for which it waits unless they are {@link #settle settled}.
   *
   * @return by name
   * @throws NonFiniteException if one is not finite
   */
  public Map<String, Double> read() {
    if (!arrays.isEmpty()) {
      try (Scope scope = Scope.open()) {
        settle();
      }
    }
    if (failure.isPresent()) {
      throw failure.get();
    }
    return values;
  }

  /** The names of the parameters whose gradients are not finite, where that is the matter. */
  private List<String> notFinite(String name) {
    List<String> names = new ArrayList<>();
    Gradients of = gradients.getOrDefault(name, new Gradients(List.of(), new NDList()));
    for (int i = 0; i < of.names().size(); i++) {
      NDArray norm = of.arrays().get(i).norm().toType(DataType.FLOAT32, false);
      if (!Float.isFinite(norm.getFloat())) {
        names.add(of.names().get(i));
      }
    }
    return names;
  }
}
