package io.irepa.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.irepa.config.EmaConfig;
import io.irepa.spi.Phase;
import io.irepa.tensor.Autograd;
import io.irepa.tensor.Host;
import io.irepa.tensor.Kernel;
import io.irepa.tensor.Parameters;
import io.irepa.tensor.Scope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Averages of backbone and projectors in the format of the master weights: exponential ones, one a
 * decay, then power-function ones ({@link PowerProfile}). All start at the initial values, and how
 * far an update moves them follows from its number alone, so that the arrays are the whole state.
 */
public final class Averages {
  private static final Kernel LERP = Kernel.of(Averages.class, "lerp.ts.py");

  private static final String AUTOENCODER = "autoencoder";

  private final EmaConfig config;
  private final List<String> names;
  private final List<PowerProfile> profiles;
  private final Map<String, Parameters> parameters;
  private final List<Map<String, Map<String, NDArray>>> averages = new ArrayList<>();

  /**
   * @param all parameter sets; those of the model's phase are averaged
   * @param manager owns the averages
   */
  public Averages(EmaConfig config, Map<String, Parameters> all, NDManager manager) {
    this.config = config;
    this.names = config.names();
    this.profiles = config.power().stream().map(PowerProfile::ofLength).toList();
    this.parameters = averaged(all);
    try (Scope scope = Scope.open();
        Autograd.Recording off = Autograd.off()) {
      for (int i = 0; i < names.size(); i++) {
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

  /**
   * The components whose trained parameters are averaged: those of the model's phase, or the
   * autoencoder of a run that trains it alone.
   */
  static Map<String, Parameters> averaged(Map<String, Parameters> all) {
    Map<String, Parameters> averaged = new LinkedHashMap<>();
    all.forEach(
        (name, set) -> {
          if (Phase.MODEL.trains(name)) {
            averaged.put(name, set);
          }
        });
    if (averaged.isEmpty() && all.containsKey(AUTOENCODER)) {
      averaged.put(AUTOENCODER, all.get(AUTOENCODER));
    }
    return averaged;
  }

  /**
   * Moves every average towards the parameters, with recording off.
   *
   * @param step counted from 0
   */
  public void update(long step) {
    if (averages.isEmpty()) {
      return;
    }
    NDList current = new NDList();
    NDList moved = new NDList();
    parameters.forEach(
        (component, set) ->
            set.trained()
                .forEach(
                    (name, array) -> {
                      current.add(array);
                      averages.forEach(average -> moved.add(average.get(component).get(name)));
                    }));
    double[] shares = new double[count()];
    for (int i = 0; i < shares.length; i++) {
      shares[i] = share(i, step + 1);
    }
    NDArray share = Host.scalars(shares);
    LERP.callLists(moved, current, new NDList(share));
  }

  /** How far an update moves an average, from 0 to 1; updates are counted from 1. */
  private double share(int index, long update) {
    int decays = config.decays().size();
    if (index >= decays) {
      return profiles.get(index - decays).share(update);
    }
    double decay = config.decays().get(index);
    return 1 - (config.warmup() ? Math.min(decay, (1.0 + update) / (10.0 + update)) : decay);
  }

  /** The number of averages. */
  public int count() {
    return averages.size();
  }

  /** The name of an average, such as {@code decay-0.9999} or {@code power-0.05}. */
  public String name(int index) {
    return names.get(index);
  }

  /** One average, by component and parameter. */
  public Map<String, Map<String, NDArray>> get(int index) {
    return averages.get(index);
  }

  /** One average, by {@code component.parameter}, as files have it. */
  Map<String, NDArray> flat(int index) {
    return RunState.flat(get(index));
  }

  /** The power-function averages, by their lengths. */
  Map<Double, Map<String, NDArray>> power() {
    Map<Double, Map<String, NDArray>> power = new LinkedHashMap<>();
    for (int i = 0; i < profiles.size(); i++) {
      power.put(profiles.get(i).length(), flat(config.decays().size() + i));
    }
    return power;
  }

  /** The file of a checkpoint that holds an average. */
  public static String file(int index) {
    return index == 0 ? "ema.safetensors" : "ema-" + index + ".safetensors";
  }

  /**
   * Lets an average stand in for the parameters until the result is closed.
   *
   * @param index of the average; if empty, the parameters stay
   */
  public Parameters.Substitution substitute(OptionalInt index) {
    List<Parameters.Substitution> open = new ArrayList<>();
    index.ifPresent(
        i -> get(i).forEach((name, arrays) -> open.add(parameters.get(name).substitute(arrays))));
    return () -> open.forEach(Parameters.Substitution::close);
  }
}
