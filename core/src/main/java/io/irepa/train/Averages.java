package io.irepa.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.irepa.config.RunConfig.EmaConfig;
import io.irepa.spi.Phase;
import io.irepa.tensor.Autograd;
import io.irepa.tensor.Kernel;
import io.irepa.tensor.Parameters;
import io.irepa.tensor.Scope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Exponential moving averages of backbone and projectors, one a decay, starting at the initial
 * values.
 */
public final class Averages {
  private static final Kernel LERP = Kernel.of(Averages.class, "lerp.ts.py");

  private final EmaConfig config;
  private final Map<String, Parameters> parameters;
  private final List<Map<String, Map<String, NDArray>>> averages = new ArrayList<>();

  /**
   * @param all parameter sets; those of the model's phase are averaged
   * @param manager owns the averages
   */
  public Averages(EmaConfig config, Map<String, Parameters> all, NDManager manager) {
    this.config = config;
    parameters = averaged(all);
    try (Scope scope = Scope.open();
        Autograd.Recording off = Autograd.off()) {
      for (int i = 0; i < config.decays().size(); i++) {
        Map<String, Map<String, NDArray>> copy = new LinkedHashMap<>();
        parameters.forEach(
            (name, set) -> {
              Map<String, NDArray> arrays = new LinkedHashMap<>();
              set.trained()
                  .forEach((key, array) -> arrays.put(key, scope.keep(array.duplicate(), manager)));
              copy.put(name, arrays);
            });
        averages.add(copy);
      }
    }
  }

  /** The components whose trained parameters are averaged: those of the model's phase. */
  static Map<String, Parameters> averaged(Map<String, Parameters> all) {
    Map<String, Parameters> averaged = new LinkedHashMap<>();
    all.forEach(
        (name, set) -> {
          if (Phase.MODEL.trains(name)) {
            averaged.put(name, set);
          }
        });
    return averaged;
  }

  /**
   * Moves every average towards the parameters, with recording off.
   *
   * @param step counted from 0
   */
  public void update(long step) {
    NDList current = new NDList();
    parameters.values().forEach(set -> current.addAll(set.trainedList()));
    for (int i = 0; i < averages.size(); i++) {
      double decay = config.decays().get(i);
      if (config.warmup()) {
        decay = Math.min(decay, (1.0 + step) / (10.0 + step));
      }
      NDList average = new NDList();
      averages.get(i).values().forEach(arrays -> average.addAll(new NDList(arrays.values())));
      NDArray share =
          current.head().getManager().create(1 - decay).toDevice(ai.djl.Device.cpu(), false);
      LERP.callLists(average, current, new NDList(share));
    }
  }

  /** The averages of one decay, by component and parameter. */
  public Map<String, Map<String, NDArray>> get(int index) {
    return averages.get(index);
  }

  /** The number of decays. */
  public int count() {
    return averages.size();
  }

  /** Lets the first average stand in for the parameters until the result is closed. */
  public Parameters.Substitution substitute() {
    List<Parameters.Substitution> open = new ArrayList<>();
    if (!averages.isEmpty()) {
      averages.get(0).forEach((name, arrays) -> open.add(parameters.get(name).substitute(arrays)));
    }
    return () -> open.forEach(Parameters.Substitution::close);
  }
}
