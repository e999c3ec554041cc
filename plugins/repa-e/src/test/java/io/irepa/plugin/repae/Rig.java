package io.irepa.plugin.repae;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.irepa.spi.Autoencoder;
import io.irepa.spi.Batch;
import io.irepa.spi.LatentShape;
import io.irepa.spi.Losses;
import io.irepa.spi.Objective;
import io.irepa.spi.Phase;
import io.irepa.spi.RunShape;
import io.irepa.tensor.Autograd;
import io.irepa.tensor.Parameters;
import io.irepa.tensor.Precision;
import io.irepa.tensor.Scope;
import io.irepa.tensor.SeededDraws;
import io.irepa.testkit.Fakes;
import io.irepa.weights.Pretrained;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** An objective over the test kit's fakes, in float64. */
final class Rig implements AutoCloseable {
  static final Precision PRECISION = Precision.FLOAT64;

  private static final RunShape LATENTS =
      new RunShape(
          Optional.empty(),
          Optional.of(new LatentShape(Fakes.SHAPE.channels(), 2)),
          Optional.empty(),
          List.of());

  private final NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
  private final Map<String, Parameters> sets = new LinkedHashMap<>();
  private final Autoencoder autoencoder =
      Fakes.autoencoder(set("autoencoder"), Fakes.SHAPE.channels());
  private final Batch batch = Fakes.batch(manager, Fakes.SHAPE, DataType.FLOAT64);
  private final Objective objective;

  Rig(RepaEConfig config) {
    objective =
        new RepaE(
            config,
            Fakes.backbone(set("backbone"), Fakes.SHAPE),
            Fakes.alignment(Fakes.SHAPE.depth(), 0.5),
            autoencoder,
            this::set,
            Pretrained.files(),
            PRECISION,
            manager);
    perturb();
  }

  Rig(AutoencoderConfig config) {
    objective =
        new AutoencoderObjective(
            config, autoencoder, this::set, Pretrained.files(), LATENTS, PRECISION, manager);
    perturb();
  }

  private void perturb() {
    sets.values().forEach(set -> Fakes.perturb(set, 0.1));
  }

  Parameters set(String component) {
    return sets.computeIfAbsent(component, name -> Fakes.parameters(manager, name, PRECISION));
  }

  Objective objective() {
    return objective;
  }

  Phase phase(String name) {
    return objective.phases().stream()
        .filter(phase -> phase.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** The losses of a phase by itself, left to the innermost scope. */
  Losses losses(String phase) {
    return objective.losses(phase(phase), batch, new SeededDraws(manager, 5, 0));
  }

  /** The terms of a phase by name, and {@code total}; buffers move. */
  Map<String, Double> terms(String phase) {
    Map<String, Double> values = new LinkedHashMap<>();
    try (Scope scope = Scope.open();
        Autograd.Recording on = Autograd.on()) {
      Losses losses = losses(phase);
      losses.terms().forEach((name, term) -> values.put(name, number(term)));
      losses.figures().forEach((name, term) -> values.put(name, number(term)));
      values.put("total", number(losses.total()));
      try (Autograd.Recording off = Autograd.off()) {
        losses.moveBuffers();
      }
    }
    return values;
  }

  /** The largest number of the gradient of a scalar by each parameter of a component. */
  Map<String, Double> gradients(String phase, Function<Losses, NDArray> scalar, String component) {
    Map<String, Double> largest = new LinkedHashMap<>();
    try (Scope scope = Scope.open();
        Autograd.Recording on = Autograd.on()) {
      Map<String, NDArray> trained = set(component).trained();
      NDList found = Autograd.gradients(scalar.apply(losses(phase)), new NDList(trained.values()));
      int i = 0;
      for (String name : trained.keySet()) {
        largest.put(name, number(found.get(i++).abs().max()));
      }
    }
    return largest;
  }

  double[] buffer(String component, String name) {
    return set(component).get(name).toType(DataType.FLOAT64, true).toDoubleArray();
  }

  /** All numbers of a component's arrays. */
  double[] numbers(String component) {
    return set(component).all().values().stream()
        .flatMapToDouble(
            array -> Arrays.stream(array.toType(DataType.FLOAT64, true).toDoubleArray()))
        .toArray();
  }

  Batch batch() {
    return batch;
  }

  private static double number(NDArray term) {
    return term.toType(DataType.FLOAT64, false).toDoubleArray()[0];
  }

  @Override
  public void close() {
    manager.close();
  }
}
