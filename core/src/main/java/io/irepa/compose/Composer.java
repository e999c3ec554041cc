package io.irepa.compose;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.inject.AbstractModule;
import com.google.inject.ConfigurationException;
import com.google.inject.CreationException;
import com.google.inject.Guice;
import com.google.inject.ProvisionException;
import com.google.inject.spi.Message;
import io.irepa.IrepaException;
import io.irepa.config.Chosen;
import io.irepa.config.ComponentType;
import io.irepa.config.RunConfig;
import io.irepa.config.RunConfig.AlignmentConfig;
import io.irepa.config.RunConfigReader;
import io.irepa.spi.Alignment;
import io.irepa.spi.Autoencoder;
import io.irepa.spi.AutoencoderUse;
import io.irepa.spi.Backbone;
import io.irepa.spi.Objective;
import io.irepa.spi.Optimizer;
import io.irepa.spi.Projector;
import io.irepa.spi.RunShape;
import io.irepa.spi.Schedule;
import io.irepa.spi.TokenShape;
import io.irepa.tensor.ParameterSets;
import io.irepa.tensor.Parameters;
import io.irepa.tensor.Precision;
import io.irepa.tensor.Recompute;
import io.irepa.tensor.SeededDraws;
import io.irepa.weights.Pretrained;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Builds the components of one run. Each gets an injector of its own, which knows the component's
 * record, its parameters, the run's manager, precision and shapes, and what its extension point
 * names.
 */
public final class Composer {
  private final RunConfig config;
  private final RunShape shape;
  private final NDManager manager;
  private final Map<String, Parameters> parameters = new LinkedHashMap<>();
  private final Calls calls;

  /**
   * @param config checked
   * @param manager of the run's device; owns the parameters
   */
  public Composer(RunConfig config, NDManager manager) {
    this.config = config;
    this.shape = RunConfigReader.shape(config);
    this.manager = manager;
    this.calls = new Calls(config.train().callLimit());
  }

  /** The parameter sets created so far, by component, in order. */
  public Map<String, Parameters> parameters() {
    return parameters;
  }

  /** The backbone, with the parameters {@code backbone}. */
  public Backbone backbone() {
    return create(config.backbone().orElseThrow(() -> missing("backbone")), "backbone", Map.of());
  }

  /**
   * The autoencoder; where the objective trains it, with the parameters {@code autoencoder}, which
   * begin at published weights or at random.
   */
  public Autoencoder autoencoder() {
    return autoencoder(
        trainsAutoencoder()
            ? AutoencoderUse.FROZEN.withWeights(AutoencoderUse.Weights.TRAINED)
            : AutoencoderUse.FROZEN);
  }

  /** The autoencoder for what a process does with it. */
  public Autoencoder autoencoder(AutoencoderUse use) {
    return create(config.autoencoder(), "autoencoder", Map.of(AutoencoderUse.class, use));
  }

  /** Whether the autoencoder's weights are parameters of the run. */
  public boolean trainsAutoencoder() {
    return config
        .objective()
        .flatMap(objective -> objective.settings(Objective.TrainsAutoencoder.class))
        .isPresent();
  }

  /** The objective over a backbone, alignments and an autoencoder. */
  public Objective objective(Backbone backbone, Alignment alignment, Autoencoder autoencoder) {
    return create(
        config.objective().orElseThrow(() -> missing("objective")),
        "objective",
        Map.of(
            Backbone.class, backbone,
            Alignment.class, alignment,
            Autoencoder.class, autoencoder));
  }

  /** The objective of a run that trains its autoencoder alone. */
  public Objective objective(Autoencoder autoencoder) {
    return create(
        config.objective().orElseThrow(() -> missing("objective")),
        "objective",
        Map.of(Autoencoder.class, autoencoder));
  }

  /**
   * The alignments.
   *
   * @param hidden width of the backbone's tokens
   * @param targets widths of the encoders' tokens, one an alignment
   */
  public WeightedAlignment alignment(int hidden, List<Integer> targets) {
    List<WeightedAlignment.Part> parts = new ArrayList<>();
    for (int i = 0; i < config.alignment().size(); i++) {
      AlignmentConfig one = config.alignment().get(i);
      parts.add(
          new WeightedAlignment.Part(
              one.depth(),
              projector(i, new Projector.Widths(hidden, targets.get(i))),
              create(one.norm(), "norm." + i, Map.of()),
              create(one.loss(), "loss." + i, Map.of()),
              one.weight(),
              create(one.schedule(), "schedule." + i, Map.of())));
    }
    return new WeightedAlignment(parts, config.train().steps());
  }

  /** No alignment at all: for sampling. */
  public WeightedAlignment noAlignment() {
    return new WeightedAlignment(List.of(), config.train().steps());
  }

  /** The projector of one alignment, with the parameters {@code projector.<i>}. */
  public Projector projector(int index, Projector.Widths widths) {
    return create(
        config.alignment().get(index).projector(),
        "projector." + index,
        Map.of(Projector.Widths.class, widths));
  }

  /**
   * The optimizer of what an objective trains.
   *
   * @param objective whose parameters, and those of its parts, are all created
   */
  public Optimizer optimizer(Objective objective) {
    Map<String, Shape> trained = new LinkedHashMap<>();
    parameters.forEach(
        (component, set) -> {
          if (objective.phases().stream().anyMatch(phase -> phase.trains(component))) {
            set.trained()
                .forEach((name, array) -> trained.put(component + "." + name, array.getShape()));
          }
        });
    return create(
        config.optimizer(),
        "optimizer",
        Map.of(Optimizer.Trained.class, new Optimizer.Trained(trained)));
  }

  /** The schedules of the learning rate. */
  public List<Schedule> schedules() {
    List<Schedule> schedules = new ArrayList<>();
    for (Chosen<Schedule> chosen : config.train().schedules()) {
      schedules.add(create(chosen, "train.schedule." + schedules.size(), Map.of()));
    }
    return schedules;
  }

  /** The widths of the encoders' tokens as the configuration tells them. */
  public List<Integer> targetWidths() {
    return shape.targets().stream().map(TokenShape::width).toList();
  }

  /**
   * Calls a component's constructor.
   *
   * @param component prefix of its parameters
   * @param extras further objects that the constructor may ask for, by type
   * @throws IrepaException if the constructor fails or asks for what is not there
   */
  public <T> T create(Chosen<T> chosen, String component, Map<Class<?>, Object> extras) {
    Map<Class<?>, Object> bindings = new HashMap<>(extras);
    bindings.put(Parameters.class, parameters(component));
    bindings.put(ParameterSets.class, (ParameterSets) this::parameters);
    bindings.put(Precision.class, config.precision());
    bindings.put(NDManager.class, manager);
    bindings.put(RunShape.class, shape);
    bindings.putIfAbsent(Pretrained.class, Pretrained.files());
    bindings.put(Recompute.class, new Recompute(config.train().recompute()));
    chosen.settings().ifPresent(settings -> bindings.put(settings.getClass(), settings));
    ComponentType type = chosen.component();
    Calls.Call call = calls.begin(type, "<init>");
    try {
      Object instance =
          Guice.createInjector(new Instances(bindings)).getInstance(type.implementation());
      if (call.overdue().isPresent()) {
        throw Guard.overdue(call, Optional.empty());
      }
      @SuppressWarnings("unchecked") // The catalog lists it under this extension point.
      T guarded = (T) Guard.around(instance, type, calls);
      return guarded;
    } catch (ProvisionException | CreationException | ConfigurationException e) {
      if (call.overdue().isPresent()) {
        throw Guard.overdue(call, Optional.of(e));
      }
      throw failure(chosen, e);
    } catch (LinkageError | StackOverflowError | AssertionError | ExitRefusedError e) {
      throw Guard.failure(call, e);
    } finally {
      calls.end(call);
    }
  }

  /** The calls of plugins' extensions that are under way. */
  public Calls calls() {
    return calls;
  }

  private Parameters parameters(String component) {
    return parameters.computeIfAbsent(
        component,
        name ->
            new Parameters(
                name, manager, config.precision(), new SeededDraws(manager, config.seed(), 0)));
  }

  private static IrepaException failure(Chosen<?> chosen, RuntimeException e) {
    Optional<IrepaException> own = cause(e);
    return own.orElseGet(
        () ->
            new IrepaException(
                "The %s '%s' of %s cannot be built: %s."
                    .formatted(
                        chosen.component().slot().getSimpleName(),
                        chosen.component().type(),
                        Plugins.origin(chosen.component()),
                        reason(e)),
                e));
  }

  /** Guice's own text without its marks and places, which are for its users. */
  private static String reason(RuntimeException e) {
    Collection<Message> messages =
        e instanceof ProvisionException provision
            ? provision.getErrorMessages()
            : e instanceof CreationException creation
                ? creation.getErrorMessages()
                : ((ConfigurationException) e).getErrorMessages();
    return messages.stream()
        .map(
            message ->
                message.getCause() != null
                    ? Guard.reason(message.getCause())
                    : message.getMessage().lines().findFirst().orElse(""))
        .map(text -> text.replaceAll("\\.$", ""))
        .collect(Collectors.joining("; "));
  }

  private static Optional<IrepaException> cause(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof IrepaException own) {
        return Optional.of(own);
      }
    }
    return Optional.empty();
  }

  private static IrepaException missing(String section) {
    return new IrepaException("The configuration has no " + section + ".");
  }

  /** Binds each type to the object at hand. */
  private static final class Instances extends AbstractModule {
    private final Map<Class<?>, Object> instances;

    Instances(Map<Class<?>, Object> instances) {
      this.instances = instances;
    }

    @Override
    protected void configure() {
      instances.forEach(this::bindOne);
    }

    @SuppressWarnings("unchecked") // The keys are the values' types.
    private <T> void bindOne(Class<T> type, Object instance) {
      bind(type).toInstance((T) instance);
    }
  }
}
