package io.irepa.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.irepa.IrepaException;
import io.irepa.spi.Alignment;
import io.irepa.spi.Autoencoder;
import io.irepa.spi.Backbone;
import io.irepa.spi.BackboneShape;
import io.irepa.spi.Batch;
import io.irepa.spi.Field;
import io.irepa.spi.Losses;
import io.irepa.spi.Objective;
import io.irepa.spi.Phase;
import io.irepa.tensor.Autograd;
import io.irepa.tensor.Draws;
import io.irepa.tensor.ParameterSets;
import io.irepa.tensor.Parameters;
import io.irepa.tensor.Philox;
import io.irepa.tensor.Precision;
import io.irepa.tensor.Scope;
import io.irepa.tensor.SeededDraws;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The contract of {@link Objective}, over a tiny backbone, one alignment and a tiny autoencoder.
 *
 * @since 0.1
 */
public abstract class ObjectiveContract extends Contract {
  private static final double WEIGHT = 0.5;
  private static final long SEED = 11;

  /** For a subclass. */
  protected ObjectiveContract() {}

  /**
   * What an objective's constructor may ask for.
   *
   * @param backbone of the shape {@link #shape}
   * @param alignment with one term
   * @param autoencoder of factor 2
   * @param parameters for components of its own
   * @param manager owns all arrays
   * @param precision of the parameters
   */
  public record Parts(
      Backbone backbone,
      Alignment alignment,
      Autoencoder autoencoder,
      ParameterSets parameters,
      NDManager manager,
      Precision precision) {}

  /**
   * The objective under test.
   *
   * @param parts to build it from
   * @return the objective
   */
  protected abstract Objective objective(Parts parts);

  /** {@return the names of all draws of a step, over all phases, in order} */
  protected abstract List<String> draws();

  /**
   * {@return the backbone's shape; for an objective that needs an interval, say, or three channels}
   */
  protected BackboneShape shape() {
    return Fakes.SHAPE;
  }

  /**
   * Whether a term holds something fixed that depends on the parameters, as a detached target does:
   * finite differences then tell nothing.
   *
   * @return false where the subclass does not say otherwise
   */
  protected boolean holdsTargetsFixed() {
    return false;
  }

  /** An objective over fakes, and what it is asked with. */
  private final class Case {
    private final Map<String, Parameters> sets = new LinkedHashMap<>();
    private final Precision precision;
    private final Objective objective;
    private final Batch batch;

    Case(Precision precision, double weight) {
      this.precision = precision;
      Backbone backbone = Fakes.backbone(set("backbone"), shape());
      objective =
          objective(
              new Parts(
                  backbone,
                  Fakes.alignment(shape().depth(), weight),
                  Fakes.autoencoder(set("autoencoder"), shape().channels()),
                  this::set,
                  manager(),
                  precision));
      sets.values().forEach(set -> Fakes.perturb(set, 0.1));
      batch = Fakes.batch(manager(), shape(), precision.edgeType());
    }

    private Parameters set(String component) {
      return sets.computeIfAbsent(component, name -> Fakes.parameters(manager(), name, precision));
    }

    Losses losses(Phase phase, Draws draws) {
      return objective.losses(phase, batch, draws);
    }

    /** The total of one phase, with the same draws each time. */
    NDArray total(Phase phase) {
      return losses(phase, new SeededDraws(manager(), SEED, 0)).total();
    }

    /** The totals and terms of all phases by name. */
    Map<String, Double> terms(Draws draws) {
      Map<String, Double> values = new LinkedHashMap<>();
      try (Scope scope = Scope.open();
          Autograd.Recording on = Autograd.on()) {
        Map<String, NDArray> carried = new LinkedHashMap<>();
        for (Phase phase : objective.phases()) {
          Losses losses = objective.losses(phase, batch.carrying(carried), draws);
          carried.putAll(losses.carried());
          values.put(phase.name() + ".total", number(losses.total()));
          losses
              .terms()
              .forEach((name, term) -> values.put(phase.name() + "." + name, number(term)));
        }
      }
      return values;
    }

    private double number(NDArray term) {
      assertThat(term.size()).as("numbers in a term").isEqualTo(1);
      assertThat(term.getDataType()).as("format of a term").isEqualTo(precision.edgeType());
      return numbers(term)[0];
    }

    Map<String, NDArray> trained(Phase phase) {
      Map<String, NDArray> arrays = new LinkedHashMap<>();
      sets.forEach(
          (component, set) -> {
            if (phase.trains(component)) {
              set.trained().forEach((name, array) -> arrays.put(component + "." + name, array));
            }
          });
      return arrays;
    }
  }

  /** Every term of every phase is one finite number, and so is the total. */
  @Test
  public void givesFiniteTerms() {
    Map<String, Double> terms =
        new Case(Precision.FLOAT32, WEIGHT).terms(new SeededDraws(manager(), SEED, 0));
    assertThat(terms).as("terms").isNotEmpty();
    assertThat(terms.values()).as("terms %s", terms).allMatch(Double::isFinite);
  }

  /** A phase that trains the backbone adds the alignment to its total and reports each loss. */
  @Test
  public void addsAndReportsTheAlignment() {
    Case with = new Case(Precision.FLOAT64, WEIGHT);
    Map<String, Double> terms = with.terms(new SeededDraws(manager(), SEED, 0));
    Map<String, Double> without =
        new Case(Precision.FLOAT64, 0).terms(new SeededDraws(manager(), SEED, 0));
    List<String> phases =
        with.objective.phases().stream()
            .filter(phase -> phase.trains("backbone"))
            .map(Phase::name)
            .toList();
    assertThat(phases).as("phases that train the backbone").isNotEmpty();
    for (String phase : phases) {
      assertThat(terms).as("terms").containsKeys(phase + ".align", phase + ".align.0");
      assertThat(terms.get(phase + ".align"))
          .as("the weighted alignment of " + phase)
          .isCloseTo(WEIGHT * terms.get(phase + ".align.0"), within(1e-6));
      assertThat(terms.get(phase + ".total") - without.get(phase + ".total"))
          .as("what the alignment adds to the total of " + phase)
          .isCloseTo(terms.get(phase + ".align"), within(1e-6));
      assertThat(without).as("terms without").containsEntry(phase + ".align", 0.0);
    }
  }

  /** A phase's gradients by the parameters that it trains are those of its total. */
  @Test
  public void gradientsAgreeWithFiniteDifferences() {
    assumeFalse(holdsTargetsFixed(), "a target is detached, which finite differences cannot see");
    Case tried = new Case(Precision.FLOAT64, WEIGHT);
    for (Phase phase : tried.objective.phases()) {
      Gradients.check(() -> tried.total(phase), tried.trained(phase), 3, new Philox(4, 0));
    }
  }

  /** Every phase trains something. */
  @Test
  public void gradientsAreFiniteAndNotAllZero() {
    Case tried = new Case(Precision.FLOAT32, WEIGHT);
    for (Phase phase : tried.objective.phases()) {
      Map<String, double[]> gradients =
          Gradients.of(() -> tried.total(phase), tried.trained(phase));
      double[] all = gradients.values().stream().flatMapToDouble(Arrays::stream).toArray();
      assertThat(Arrays.stream(all).allMatch(Double::isFinite))
          .as("gradients of %s are finite", phase.name())
          .isTrue();
      assertThat(Arrays.stream(all).anyMatch(value -> value != 0))
          .as("a gradient of %s is not zero", phase.name())
          .isTrue();
    }
  }

  /** Equal draws give equal bits, other draws other losses: nothing else is random. */
  @Test
  public void dependsOnItsDrawsAlone() {
    Case tried = new Case(Precision.FLOAT32, WEIGHT);
    Map<String, Double> first = tried.terms(new SeededDraws(manager(), SEED, 0));
    assertThat(tried.terms(new SeededDraws(manager(), SEED, 0)))
        .as("terms for equal draws")
        .isEqualTo(first);
    Map<String, Double> other = tried.terms(new SeededDraws(manager(), SEED + 1, 0));
    if (draws().isEmpty()) {
      assertThat(other).as("terms of an objective that draws nothing").isEqualTo(first);
    } else {
      assertThat(other).as("terms for other draws").isNotEqualTo(first);
    }
  }

  /** The draws' names are those that it is known for, whatever their values. */
  @Test
  public void drawsByItsNames() {
    Case tried = new Case(Precision.FLOAT32, WEIGHT);
    for (long seed = SEED; seed < SEED + 3; seed++) {
      DrawLog log = new DrawLog(manager(), seed);
      tried.terms(log);
      assertThat(log.names()).as("names drawn with seed %d", seed).isEqualTo(draws());
    }
  }

  /** Neither the batch nor a parameter is changed by asking for losses. */
  @Test
  public void changesNothing() {
    Case tried = new Case(Precision.FLOAT32, WEIGHT);
    for (Phase phase : tried.objective.phases()) {
      NDArray[] arrays =
          Stream.concat(
                  tried.trained(phase).values().stream(),
                  Stream.of(
                      tried.batch.images(),
                      tried.batch.x(),
                      tried.batch.labels(),
                      tried.batch.target(0).values()))
              .toArray(NDArray[]::new);
      assertPure(() -> tried.total(phase), arrays);
    }
  }

  /** Keeps no array of a step. */
  @Test
  public void leavesNoArrayBehind() {
    Case tried = new Case(Precision.FLOAT32, WEIGHT);
    for (Phase phase : tried.objective.phases()) {
      assertLeavesNothing(() -> tried.total(phase));
    }
  }

  private NDArray noise() {
    BackboneShape shape = shape();
    return Fakes.normal(
        manager(),
        "noise",
        new Shape(BATCH, shape.channels(), shape.input(), shape.input()),
        DataType.FLOAT32);
  }

  private static Field field(Case tried) {
    assumeTrue(tried.objective.samples(), "this objective has nothing to sample from");
    return tried.objective.field();
  }

  /** The second label stands for no class. */
  private NDArray velocity(Field field, NDArray x, double time) {
    NDArray t = manager().full(new Shape(BATCH), (float) time, DataType.FLOAT32);
    NDArray y = manager().create(new long[] {0, field.nullLabel()});
    return field.velocity(x, t, y);
  }

  /** An objective that samples nothing says so, and what to do instead. */
  @Test
  public void saysWhereThereIsNothingToSampleFrom() {
    Objective objective = new Case(Precision.FLOAT32, WEIGHT).objective;
    assertThat(objective.samples()).as("samples").isEqualTo(objective.samples());
    if (objective.samples()) {
      assertThat(objective.field()).as("the field").isNotNull();
    } else {
      assertThatThrownBy(objective::field)
          .as("the field of an objective without samples")
          .isInstanceOf(IrepaException.class);
    }
  }

  /** The field gives velocities like x at all times, and knows the backbone's null label. */
  @Test
  public void hasAFieldOfVelocities() {
    Field field = field(new Case(Precision.FLOAT32, WEIGHT));
    assertThat(field.nullLabel()).as("null label").isEqualTo(shape().classes());
    assertThat(field.interpolant()).as("interpolant").isNotNull();
    NDArray noise = noise();
    try (Scope scope = Scope.open();
        Autograd.Recording off = Autograd.off()) {
      NDArray x = field.start(noise);
      for (double time : new double[] {1, 0.5, 0.01}) {
        NDArray velocity = velocity(field, x, time);
        assertThat(velocity.getShape()).as("shape at %s", time).isEqualTo(noise.getShape());
        assertThat(velocity.getDataType()).as("format").isEqualTo(DataType.FLOAT32);
        assertFinite(velocity, "velocities at " + time);
      }
      assertThat(field.end(x).getShape()).as("shape at the end").isEqualTo(noise.getShape());
    }
  }

  /** A field that was asked for earlier sees the parameters of now. */
  @Test
  public void fieldFollowsTheParameters() {
    Case tried = new Case(Precision.FLOAT32, WEIGHT);
    Field field = field(tried);
    NDArray noise = noise();
    double[] before = numbersOf(() -> velocity(field, noise, 0.5));
    Fakes.perturb(tried.set("backbone"), 0.5);
    assertThat(numbersOf(() -> velocity(field, noise, 0.5)))
        .as("velocities after the parameters moved")
        .isNotEqualTo(before);
  }

  /** The field keeps no array, and gives the same velocity twice. */
  @Test
  public void fieldRepeatsItselfAndLeavesNoArrayBehind() {
    Field field = field(new Case(Precision.FLOAT32, WEIGHT));
    NDArray noise = noise();
    assertPure(() -> velocity(field, noise, 0.5), noise);
    int before = manager().getManagedArrays().size();
    numbersOf(() -> velocity(field, noise, 0.5));
    assertThat(manager().getManagedArrays().size()).as("arrays alive").isEqualTo(before);
  }

  /** Phases have different names, and are the same each time. */
  @Test
  public void hasStablePhases() {
    Objective objective = new Case(Precision.FLOAT32, WEIGHT).objective;
    List<Phase> phases = objective.phases();
    assertThat(phases).as("phases").isNotEmpty().isEqualTo(objective.phases());
    assertThat(phases.stream().map(Phase::name)).as("names").doesNotHaveDuplicates();
  }

  /** A CUDA device gives what the CPU gives. */
  @Test
  public void givesTheSameOnCuda() {
    assertSameOnCuda(
        () -> {
          Case tried = new Case(Precision.FLOAT32, WEIGHT);
          Optional<NDArray> sum =
              tried.objective.phases().stream().map(tried::total).reduce(NDArray::add);
          return sum.orElseThrow();
        });
  }
}
