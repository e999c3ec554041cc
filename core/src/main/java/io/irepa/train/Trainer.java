package io.irepa.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.irepa.spi.Batch;
import io.irepa.spi.Losses;
import io.irepa.spi.Objective;
import io.irepa.spi.Optimizer;
import io.irepa.spi.Phase;
import io.irepa.tensor.Autograd;
import io.irepa.tensor.Draws;
import io.irepa.tensor.Host;
import io.irepa.tensor.Kernel;
import io.irepa.tensor.Parameters;
import io.irepa.tensor.Scope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One training step: for each phase, loss, gradients, clipping, update; then the averages. Whoever
 * calls {@link #step} opens a scope around it and closes it.
 */
public final class Trainer {
  private static final Kernel CLIP = Kernel.of(Trainer.class, "clip.ts.py");

  private final Objective objective;
  private final Optimizer optimizer;
  private final Averages averages;
  private final LearningRate rate;
  private final Map<String, Group> groups = new LinkedHashMap<>();
  private boolean between = true;

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
   * @param rate of the run's updates
   */
  public Trainer(
      Objective objective,
      Optimizer optimizer,
      Averages averages,
      Map<String, Parameters> parameters,
      NDManager manager,
      LearningRate rate) {
    this.objective = objective;
    this.optimizer = optimizer;
    this.averages = averages;
    this.rate = rate;
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
   * @return the terms' means, {@code gradient-norm} and {@code learning-rate}, by name, to be read
   *     in the scope around this call; where one is not finite, its phase's update was left out
   */
  public StepReport step(List<? extends Batch> batches, List<? extends Draws> draws) {
    return step(batches, draws, Optional.empty());
  }

  /** As {@link #step(List, List)}, seen by an observer. */
  StepReport step(
      List<? extends Batch> batches, List<? extends Draws> draws, Optional<Observer> observer) {
    long step = batches.get(0).step();
    StepReport report = new StepReport();
    boolean single = groups.size() == 1;
    List<Map<String, NDArray>> carried = new ArrayList<>();
    batches.forEach(batch -> carried.add(new LinkedHashMap<>()));
    for (Phase phase : objective.phases()) {
      Group group = groups.get(phase.name());
      if (!single) {
        recordOnly(group);
      }
      NDList losses = new NDList();
      List<Part> parts = parts(batches, draws, carried);
      NDList gradients = gradients(phase, group, parts, report, losses);
      try (Autograd.Recording off = Autograd.off()) {
        // Gradients are complete here and not yet clipped: where replicas would be summed.
        observer.ifPresent(seen -> seen.gradients(group.names(), gradients));
        Clipped clipped = clip(gradients, phase.clip().orElse(optimizer.clip()), losses);
        String of = single ? "" : "." + phase.name();
        report.gradients("gradient-norm" + of, clipped.norm(), group.names(), gradients);
        double now = rate.at(phase, step);
        report.known("learning-rate" + of, now);
        optimizer.update(
            group.parameters(),
            gradients,
            group.moments(),
            new Optimizer.Update(step + 1, now, group.names(), clipped.skip()));
        observer.ifPresent(seen -> seen.parameters(group.names(), group.parameters()));
        if (!single && mayFree(clipped.skip())) {
          // The next phase's activations take their place.
          report.forget("gradient-norm" + of);
          gradients.forEach(NDArray::close);
        }
      }
    }
    try (Autograd.Recording off = Autograd.off()) {
      averages.update(step);
    }
    between = true;
    return report;
  }

  /** What a phase does not train needs no activations kept for its gradients. */
  private void recordOnly(Group trained) {
    groups.values().forEach(group -> record(group, false));
    record(trained, true);
  }

  private static void record(Group group, boolean on) {
    group.parameters().forEach(array -> array.setRequiresGradient(on));
  }

  /** Gradients that are not finite stay, to be named; on a GPU that would mean to wait for it. */
  private static boolean mayFree(NDArray skip) {
    return skip.getDevice().isGpu() || skip.getFloat() == 0;
  }

  private static List<Part> parts(
      List<? extends Batch> batches,
      List<? extends Draws> draws,
      List<Map<String, NDArray>> carried) {
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < batches.size(); i++) {
      parts.add(new Part(batches.get(i), draws.get(i), carried.get(i), batches.size()));
    }
    return parts;
  }

  private NDList gradients(
      Phase phase, Group group, List<Part> parts, StepReport report, NDList losses) {
    NDList sum = null;
    for (Part part : parts) {
      NDList gradients = gradients(phase, group, part, report, losses);
      sum = sum == null ? gradients : added(sum, gradients);
    }
    return sum;
  }

  /**
   * One of so many parts of a batch.
   *
   * @param carried what phases leave for later ones, by name
   */
  private record Part(Batch batch, Draws draws, Map<String, NDArray> carried, int parts) {}

  private NDList gradients(Phase phase, Group group, Part part, StepReport report, NDList losses) {
    if (part.parts() == 1 && groups.size() == 1) {
      return recorded(phase, group, part, report, losses);
    }
    try (Scope scope = Scope.open()) {
      NDList gradients = recorded(phase, group, part, report, losses);
      scope.pass(losses.get(losses.size() - 1));
      gradients.forEach(scope::pass);
      part.carried().values().forEach(scope::pass);
      return gradients;
    }
  }

  private NDList recorded(Phase phase, Group group, Part part, StepReport report, NDList losses) {
    try (Autograd.Recording on = Autograd.on()) {
      Batch batch = part.carried().isEmpty() ? part.batch() : part.batch().carrying(part.carried());
      Losses terms = objective.losses(phase, batch, part.draws());
      losses.add(report.losses(terms, objective.totalName(phase), part.parts()));
      NDArray total = part.parts() == 1 ? terms.total() : terms.total().div(part.parts());
      NDList gradients = Autograd.gradients(total, group.parameters());
      between = false;
      try (Autograd.Recording off = Autograd.off()) {
        terms.moveBuffers();
      }
      part.carried().putAll(terms.carried());
      return gradients;
    }
  }

  private static NDList added(NDList sum, NDList gradients) {
    for (int i = 0; i < sum.size(); i++) {
      // Not in place: libtorch may give one tensor for two parameters.
      NDArray before = sum.get(i);
      sum.set(i, before.add(gradients.get(i)));
      before.close();
      gradients.get(i).close();
    }
    return sum;
  }

  /**
   * What clipping found.
   *
   * @param norm of all gradients together, before they were scaled
   * @param skip float32 [1]: 1 if the norm or a loss is not finite
   */
  private record Clipped(NDArray norm, NDArray skip) {}

  private static Clipped clip(NDList gradients, double greatest, NDList losses) {
    NDList found = CLIP.callLists(gradients, new NDList(Host.scalars(greatest)), losses);
    return new Clipped(found.get(0), found.get(1));
  }

  /**
   * Whether parameters, state and averages are those between two steps, also where the last one
   * failed: it then changed nothing.
   */
  boolean between() {
    return between;
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
