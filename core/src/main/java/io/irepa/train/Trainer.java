package io.irepa.train;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.irepa.IrepaException;
import io.irepa.spi.Batch;
import io.irepa.spi.Losses;
import io.irepa.spi.Objective;
import io.irepa.spi.Optimizer;
import io.irepa.spi.Phase;
import io.irepa.tensor.Autograd;
import io.irepa.tensor.Draws;
import io.irepa.tensor.Kernel;
import io.irepa.tensor.Parameters;
import io.irepa.tensor.Scope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One training step: for each phase, loss, gradients, clipping, update; then the averages. It opens
 * no scope: whoever calls {@link #step} does, and closes it.
 */
public final class Trainer {
  private static final Kernel CLIP = Kernel.of(Trainer.class, "clip.ts.py");
  private static final Kernel STACK = Kernel.of(Trainer.class, "stack.ts.py");

  private final Objective objective;
  private final Optimizer optimizer;
  private final Averages averages;
  private final long steps;
  private final Map<String, Group> groups = new LinkedHashMap<>();

  /**
   * Sees the arrays of a step, phase by phase. They live on in later steps or are closed: an
   * observer takes from them what it needs at once. Recording is off.
   */
  interface Observer {
    /** Gradients of a phase, complete and not yet clipped, with the names of their parameters. */
    void gradients(List<String> names, NDList gradients);

    /** The parameters of a phase after its update. */
    void parameters(List<String> names, NDList parameters);
  }

  /** The parameters of a phase and the optimizer's state of each. */
  private record Group(NDList parameters, List<String> names, List<NDList> moments) {}

  /**
   * @param manager owns the optimizer's state
   * @param parameters of every component
   * @param steps of the whole run
   */
  public Trainer(
      Objective objective,
      Optimizer optimizer,
      Averages averages,
      Map<String, Parameters> parameters,
      NDManager manager,
      long steps) {
    this.objective = objective;
    this.optimizer = optimizer;
    this.averages = averages;
    this.steps = steps;
    for (Phase phase : objective.phases()) {
      groups.put(phase.name(), group(phase, parameters, manager));
    }
  }

  private Group group(Phase phase, Map<String, Parameters> parameters, NDManager manager) {
    NDList arrays = new NDList();
    List<String> names = new ArrayList<>();
    parameters.forEach(
        (component, set) -> {
          if (phase.trains(component)) {
            set.trained()
                .forEach(
                    (name, array) -> {
                      arrays.add(array);
                      names.add(component + "." + name);
                    });
          }
        });
    List<NDList> moments = new ArrayList<>();
    try (Scope scope = Scope.open();
        Autograd.Recording off = Autograd.off()) {
      for (int i = 0; i < optimizer.moments().size(); i++) {
        NDList zeros = new NDList();
        arrays.forEach(array -> zeros.add(scope.keep(optimizer.moment(array), manager)));
        moments.add(zeros);
      }
    }
    return new Group(arrays, names, moments);
  }

  /**
   * Does one step.
   *
   * @param batches parts of one batch, of equal size, whose gradients are averaged
   * @param draws one source a part
   * @return the terms' means and {@code gradient-norm}, by name
   * @throws IrepaException if a term is not finite; parameters are then as before the phase
   */
  public Map<String, Double> step(List<? extends Batch> batches, List<? extends Draws> draws) {
    return step(batches, draws, Optional.empty());
  }

  /** As {@link #step(List, List)}, seen by an observer. */
  Map<String, Double> step(
      List<? extends Batch> batches, List<? extends Draws> draws, Optional<Observer> observer) {
    long step = batches.get(0).step();
    Map<String, Double> report = new LinkedHashMap<>();
    boolean single = objective.phases().size() == 1;
    for (Phase phase : objective.phases()) {
      Group group = groups.get(phase.name());
      NDList gradients = gradients(phase, group, batches, draws, report);
      try (Autograd.Recording off = Autograd.off()) {
        // Gradients are complete here and not yet clipped: where replicas would be summed.
        observer.ifPresent(seen -> seen.gradients(group.names(), gradients));
        double norm = clip(gradients, phase.clip().orElse(optimizer.clip()));
        if (!Double.isFinite(norm)) {
          throw notFinite("gradient-norm", norm, step);
        }
        report.put(single ? "gradient-norm" : "gradient-norm." + phase.name(), norm);
        double rate = phase.learningRate().orElse(optimizer.learningRate(step, steps));
        optimizer.update(group.parameters(), gradients, group.moments(), step + 1, rate);
        observer.ifPresent(seen -> seen.parameters(group.names(), group.parameters()));
      }
    }
    try (Autograd.Recording off = Autograd.off()) {
      averages.update(step);
    }
    return report;
  }

  private NDList gradients(
      Phase phase,
      Group group,
      List<? extends Batch> batches,
      List<? extends Draws> draws,
      Map<String, Double> report) {
    NDList sum = null;
    for (int i = 0; i < batches.size(); i++) {
      NDList gradients;
      try (Autograd.Recording on = Autograd.on()) {
        Losses losses = objective.losses(phase, batches.get(i), draws.get(i));
        report(losses, batches.size(), batches.get(i).step(), report);
        NDArray total = batches.size() == 1 ? losses.total() : losses.total().div(batches.size());
        gradients = Autograd.gradients(total, group.parameters());
      }
      sum = sum == null ? gradients : added(sum, gradients);
    }
    return sum;
  }

  private static NDList added(NDList sum, NDList gradients) {
    for (int i = 0; i < sum.size(); i++) {
      sum.get(i).addi(gradients.get(i));
    }
    return sum;
  }

  /** Reads all terms in one transfer. */
  private static void report(Losses losses, int parts, long step, Map<String, Double> report) {
    Map<String, NDArray> terms = new LinkedHashMap<>(losses.terms());
    terms.put("total", losses.total());
    NDList scalars = new NDList();
    terms.values().forEach(term -> scalars.add(Autograd.detach(term)));
    double[] values =
        STACK.callLists(scalars).singletonOrThrow().toType(DataType.FLOAT64, false).toDoubleArray();
    int i = 0;
    for (String name : terms.keySet()) {
      if (!Double.isFinite(values[i])) {
        throw notFinite("loss." + name, values[i], step);
      }
      report.merge("loss." + name, values[i++] / parts, Double::sum);
    }
  }

  private static IrepaException notFinite(String term, double value, long step) {
    return new IrepaException(
        "%s is %s at step %d. Training stopped; the last checkpoint is kept. Lower the learning rate, raise warm-up or clip harder."
            .formatted(term, value, step + 1));
  }

  private static double clip(NDList gradients, double greatest) {
    NDManager manager = gradients.head().getManager();
    NDArray most = manager.create(greatest).toDevice(Device.cpu(), false);
    return CLIP.callLists(gradients, new NDList(most))
        .singletonOrThrow()
        .toType(DataType.FLOAT64, false)
        .toDoubleArray()[0];
  }

  /** The optimizer's state by {@code <moment>.<component>.<parameter>}, for checkpoints. */
  public Map<String, NDArray> state() {
    Map<String, NDArray> state = new LinkedHashMap<>();
    for (Group group : groups.values()) {
      for (int m = 0; m < group.moments().size(); m++) {
        for (int i = 0; i < group.names().size(); i++) {
          state.put(
              optimizer.moments().get(m) + "." + group.names().get(i),
              group.moments().get(m).get(i));
        }
      }
    }
    return state;
  }
}
