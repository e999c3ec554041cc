package io.irepa.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.irepa.config.EmaConfig;
import io.irepa.tensor.Autograd;
import io.irepa.tensor.Initializer;
import io.irepa.tensor.Parameters;
import io.irepa.tensor.Precision;
import io.irepa.tensor.Scope;
import io.irepa.tensor.SeededDraws;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** Parameters of a backbone, a projector and an autoencoder that walk at random, for tests. */
final class AveragedModel implements AutoCloseable {
  private final NDManager manager = NDManager.newBaseManager("PyTorch");
  private final Map<String, Parameters> sets = new LinkedHashMap<>();

  AveragedModel() {
    this(Precision.FLOAT32);
  }

  AveragedModel(Precision precision) {
    for (String component : List.of("backbone", "projector.0", "autoencoder")) {
      Parameters set =
          new Parameters(component, manager, precision, new SeededDraws(manager, 1, 0));
      set.parameter("weight", new Shape(2, 3), Initializer.xavierUniform());
      set.parameter("bias", new Shape(3), Initializer.ones());
      set.buffer("position", new Shape(2), Initializer.ones());
      sets.put(component, set);
    }
  }

  NDManager manager() {
    return manager;
  }

  Map<String, Parameters> sets() {
    return sets;
  }

  Averages averages(List<Double> decays, boolean warmup, Double... power) {
    return new Averages(new EmaConfig(decays, warmup, List.of(power), 0), sets, manager);
  }

  /** The backbone's weights. */
  float[] weights() {
    return sets.get("backbone").get("weight").toFloatArray();
  }

  static float[] weights(Averages averages, int index) {
    return averages.get(index).get("backbone").get("weight").toFloatArray();
  }

  /** Gives every parameter the values of a random walk after a step, whatever they were before. */
  void step(int step) {
    sets.forEach(
        (component, set) ->
            set.trained().keySet().forEach(name -> set(set, name, walk(step, component + name))));
  }

  private static void set(Parameters set, String name, IntFunction<Float> values) {
    NDArray array = set.get(name);
    try (Scope scope = Scope.open();
        Autograd.Recording off = Autograd.off()) {
      float[] numbers = new float[(int) array.size()];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = values.apply(i);
      }
      set.load(name, array.getManager().create(numbers, array.getShape()));
    }
  }

  /** A drift, with a shake that averaging takes away. */
  private static IntFunction<Float> walk(int step, String name) {
    return i -> {
      int phase = name.hashCode() % 7 + i;
      return (float) (1 + phase + Math.sin(0.004 * step + phase) + 0.3 * Math.sin(1.7 * step * i));
    };
  }

  @Override
  public void close() {
    manager.close();
  }
}
