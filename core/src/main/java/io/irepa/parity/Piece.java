package io.irepa.parity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.irepa.IrepaException;
import io.irepa.compose.Composer;
import io.irepa.compose.WeightedAlignment;
import io.irepa.config.Catalog;
import io.irepa.config.Chosen;
import io.irepa.config.ComponentType;
import io.irepa.config.RunConfig.AlignmentConfig;
import io.irepa.spi.AlignmentLoss;
import io.irepa.spi.ArrayBatch;
import io.irepa.spi.ArraySamples;
import io.irepa.spi.Autoencoder;
import io.irepa.spi.AutoencoderUse;
import io.irepa.spi.Backbone;
import io.irepa.spi.Encoder;
import io.irepa.spi.Grid;
import io.irepa.spi.Losses;
import io.irepa.spi.Metric;
import io.irepa.spi.Objective;
import io.irepa.spi.Optimizer;
import io.irepa.spi.ParityKind;
import io.irepa.spi.Phase;
import io.irepa.spi.Prediction;
import io.irepa.spi.Projector;
import io.irepa.spi.Sampler;
import io.irepa.spi.TargetNorm;
import io.irepa.spi.Tokens;
import io.irepa.tensor.Autograd;
import io.irepa.tensor.ForwardMode;
import io.irepa.tensor.Parameters;
import io.irepa.train.Averages;
import io.irepa.train.LearningRate;
import io.irepa.train.Trainer;
import io.irepa.weights.Pretrained;
import io.irepa.weights.WeightFile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Composes what a case asks for and runs it. */
final class Piece {
  private final ParityCase given;
  private final Catalog catalog;
  private final NDManager manager;
  private final Composer composer;
  private final Map<String, NDArray> results = new LinkedHashMap<>();
  private final Set<String> selfLoaded = new TreeSet<>();

  Piece(ParityCase given, Catalog catalog, NDManager manager) {
    this.given = given;
    this.catalog = catalog;
    this.manager = manager;
    this.composer = new Composer(given.config(), manager);
  }

  Map<String, NDArray> run() {
    switch (given.run()) {
      case "backbone" -> backbone();
      case "projector" -> projector();
      case "target-norm" -> targetNorm();
      case "alignment-loss" -> alignmentLoss();
      case "encoder" -> encoder();
      case "autoencoder" -> autoencoder();
      case "objective" -> objective();
      case "sampler" -> sampler();
      case "steps" -> steps();
      case "metric" -> metric();
      default -> extension();
    }
    return results;
  }

  private void backbone() {
    Backbone backbone = composer.backbone();
    load();
    Set<Integer> taps = new TreeSet<>();
    if (given.options().get("taps") instanceof List<?> depths) {
      depths.forEach(depth -> taps.add(((Number) depth).intValue()));
    }
    if (given.inputs().containsKey("tangent.x")) {
      results.put("tangent", tangent(backbone));
    }
    try (Autograd.Recording on = Autograd.on()) {
      NDList times = new NDList(given.input("t"));
      Optional.ofNullable(given.inputs().get("r")).ifPresent(times::add);
      Prediction prediction = backbone.forward(inputs(given.input("x"), times), taps);
      results.put("prediction", prediction.value());
      prediction
          .hidden()
          .forEach((depth, tokens) -> results.put("hidden." + depth, tokens.values()));
      NDArray cotangent = given.inputs().get("cotangent");
      if (cotangent != null) {
        gradients(
            prediction.value().mul(cotangent).sum(),
            composer.parameters().get("backbone"),
            "grad.");
      }
    }
  }

  /** The derivative of the prediction along the tangents given; those left out are zero. */
  private NDArray tangent(Backbone backbone) {
    NDList at = new NDList(given.input("x"), given.input("t"));
    Optional.ofNullable(given.inputs().get("r")).ifPresent(at::add);
    List<String> names = List.of("tangent.x", "tangent.t", "tangent.r");
    NDList tangents = new NDList();
    for (int i = 0; i < at.size(); i++) {
      tangents.add(given.inputs().getOrDefault(names.get(i), at.get(i).zerosLike()));
    }
    return ForwardMode.along(
            list -> backbone.forward(inputs(list.get(0), list.subNDList(1)), Set.of()).value(),
            at,
            tangents)
        .tangent();
  }

  /** The backbone's inputs at a state and its times: t, and r where the case has one. */
  private Backbone.Inputs inputs(NDArray x, NDList times) {
    return new Backbone.Inputs(
        x,
        times.get(0),
        times.size() > 1 ? Optional.of(times.get(1)) : Optional.empty(),
        given.input("y"));
  }

  private void projector() {
    Projector projector =
        composer.projector(
            0, new Projector.Widths(given.option("hidden-size"), given.option("target-size")));
    load();
    NDArray hidden = given.input("hidden");
    hidden.setRequiresGradient(true);
    try (Autograd.Recording on = Autograd.on()) {
      NDArray projected = projector.project(square(hidden)).values();
      results.put("projected", projected);
      NDArray cotangent = given.inputs().get("cotangent");
      if (cotangent != null) {
        NDArray loss = projected.mul(cotangent).sum();
        Parameters parameters = composer.parameters().get("projector.0");
        NDList inputs = parameters.trainedList();
        inputs.add(hidden);
        NDList found = Autograd.gradients(loss, inputs);
        results.put("grad.hidden", found.get(found.size() - 1));
        put(parameters, found, "grad.");
      }
    }
  }

  private void targetNorm() {
    TargetNorm norm = composer.create(alignment().norm(), "norm.0", Map.of());
    results.put("normalized", norm.normalize(square(given.input("tokens"))).values());
  }

  private void alignmentLoss() {
    AlignmentLoss loss = composer.create(alignment().loss(), "loss.0", Map.of());
    NDArray projected = given.input("projected");
    projected.setRequiresGradient(true);
    Tokens hidden = square(given.inputs().getOrDefault("hidden", projected));
    try (Autograd.Recording on = Autograd.on()) {
      NDArray value = loss.loss(square(projected), square(given.input("target")), hidden);
      results.put("loss", value);
      results.put("grad.projected", Autograd.gradients(value, new NDList(projected)).head());
    }
  }

  private void encoder() {
    Encoder encoder =
        composer.create(
            alignment()
                .encoder()
                .orElseThrow(() -> new IrepaException("The case names no encoder.")),
            "encoder",
            Map.of(Pretrained.class, pretrained("encoder.")));
    load();
    Encoder.Encoding encoding = encoder.encode(given.input("images"));
    results.put("tokens", encoding.tokens());
    encoding.global().ifPresent(global -> results.put("global", global));
  }

  /** Only the sides that the case has inputs for, whose weights it carries. */
  private void autoencoder() {
    boolean encodes = given.inputs().containsKey("images");
    boolean decodes = given.inputs().containsKey("latents");
    Set<AutoencoderUse.Side> sides = new HashSet<>();
    if (encodes) {
      sides.add(AutoencoderUse.Side.ENCODER);
    }
    if (decodes) {
      sides.add(AutoencoderUse.Side.DECODER);
    }
    Autoencoder autoencoder =
        composer.autoencoder(new AutoencoderUse(sides, AutoencoderUse.Weights.LOADED));
    load();
    if (encodes) {
      results.put("moments", autoencoder.moments(given.input("images")));
    }
    if (decodes) {
      results.put("decoded", autoencoder.decode(given.input("latents")));
    }
  }

  private void objective() {
    Objective objective = objective(targetWidths(0));
    load();
    Phase phase = phase(objective);
    try (Autograd.Recording on = Autograd.on()) {
      Losses losses =
          objective.losses(phase, batch(given.inputs(), 0), new RecordedDraws(given.inputs()));
      losses.terms().forEach((name, term) -> results.put("loss." + name, term));
      results.put("loss." + objective.totalName(phase), losses.total());
      composer
          .parameters()
          .forEach(
              (name, parameters) -> {
                if (phase.trains(name) && !parameters.trained().isEmpty()) {
                  gradients(losses.total(), parameters, "grad." + name + ".");
                }
              });
      moveBuffers(losses);
    }
  }

  private void moveBuffers(Losses losses) {
    try (Autograd.Recording off = Autograd.off()) {
      losses.moveBuffers();
    }
    composer
        .parameters()
        .forEach(
            (component, set) ->
                set.buffers()
                    .forEach(
                        (name, array) -> results.put("state." + component + "." + name, array)));
  }

  /** A kind that a plugin brings. */
  private void extension() {
    ComponentType type =
        catalog
            .find(ParityKind.class, given.run())
            .orElseThrow(
                () ->
                    new IrepaException(
                        "%s: neither this release nor a plugin runs cases of the kind '%s'."
                            .formatted(given.folder(), given.run())));
    ParityKind.Case parts =
        new ParityKind.Case(
            given.config().objective().flatMap(Chosen::settings), given.options(), given.inputs());
    ParityKind kind =
        composer.create(
            new Chosen<ParityKind>(type, Optional.empty()),
            given.run(),
            Map.of(ParityKind.Case.class, parts, Pretrained.class, pretrained(given.run() + ".")));
    load();
    results.putAll(kind.run());
  }

  private Phase phase(Objective objective) {
    Object name = given.options().get("phase");
    return objective.phases().stream()
        .filter(phase -> name == null || phase.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IrepaException("The objective has no phase " + name + "."));
  }

  private void sampler() {
    Objective objective = objective(List.of());
    Sampler sampler = composer.create(given.config().sample().sampler(), "sampler", Map.of());
    load();
    Sampler.Plan plan =
        new Sampler.Plan(given.config().sample().steps(), given.config().sample().guidance());
    results.put(
        "samples",
        sampler.sample(
            objective.field(),
            given.input("noise"),
            given.input("y"),
            plan,
            new RecordedDraws(given.inputs())));
  }

  private void steps() {
    int steps = given.option("steps");
    Objective objective = objective(targetWidths(1));
    load();
    Optimizer optimizer = composer.optimizer(objective);
    LearningRate rate = new LearningRate(optimizer, composer.schedules(), steps);
    Averages averages = new Averages(given.config().ema(), composer.parameters(), manager);
    Trainer trainer =
        new Trainer(objective, optimizer, averages, composer.parameters(), manager, rate);
    Map<String, double[]> series = new LinkedHashMap<>();
    for (int step = 0; step < steps; step++) {
      Map<String, NDArray> slice = new LinkedHashMap<>();
      int index = step;
      given.inputs().forEach((name, array) -> slice.put(name, array.get(index)));
      Map<String, Double> report =
          trainer.step(List.of(batch(slice, step)), List.of(new RecordedDraws(slice))).read();
      report.forEach(
          (name, value) -> series.computeIfAbsent(name, k -> new double[steps])[index] = value);
    }
    series.forEach((name, values) -> results.put(name, manager.create(values)));
    composer
        .parameters()
        .forEach(
            (component, set) ->
                set.all()
                    .forEach(
                        (name, array) -> results.put("final." + component + "." + name, array)));
    for (int i = 0; i < averages.count(); i++) {
      String prefix = averages.count() == 1 ? "ema." : "ema." + i + ".";
      averages
          .get(i)
          .forEach(
              (component, arrays) ->
                  arrays.forEach(
                      (name, array) -> results.put(prefix + component + "." + name, array)));
    }
  }

  private void metric() {
    Chosen<Metric> chosen =
        given.config().evaluate().stream()
            .flatMap(evaluate -> evaluate.metrics().stream())
            .findFirst()
            .orElseThrow(
                () ->
                    new IrepaException(
                        "The case %s names no metric in its options.".formatted(given.folder())));
    Metric metric = composer.create(chosen, "metric", Map.of());
    Metric.Result result = metric.measure(new ArraySamples(given.inputs()));
    result.numbers().forEach((name, number) -> results.put(name, manager.create(number)));
    result.values().ifPresent(values -> results.put("values", manager.create(values)));
  }

  private Objective objective(List<Integer> targetWidths) {
    Backbone backbone = composer.backbone();
    WeightedAlignment alignment =
        given.config().alignment().size() == targetWidths.size()
            ? composer.alignment(backbone.shape().hidden(), targetWidths)
            : composer.noAlignment();
    return composer.objective(backbone, alignment, autoencoderOfObjective());
  }

  /** Its weights, where the objective trains it, are the case's. */
  private Autoencoder autoencoderOfObjective() {
    return composer.trainsAutoencoder()
        ? composer.autoencoder(AutoencoderUse.FROZEN.withWeights(AutoencoderUse.Weights.LOADED))
        : composer.autoencoder();
  }

  /** The widths of the raw targets that the case supplies. */
  private List<Integer> targetWidths(int leading) {
    List<Integer> widths = new ArrayList<>();
    for (int i = 0; given.inputs().containsKey("target." + i); i++) {
      widths.add((int) given.input("target." + i).getShape().get(2 + leading));
    }
    return widths;
  }

  private ArrayBatch batch(Map<String, NDArray> inputs, long step) {
    List<Tokens> targets = new ArrayList<>();
    for (int i = 0; inputs.containsKey("target." + i); i++) {
      targets.add(square(inputs.get("target." + i)));
    }
    NDArray x = inputs.getOrDefault("x", inputs.get("images"));
    return new ArrayBatch(step, inputs.getOrDefault("images", x), x, inputs.get("y"), targets);
  }

  private AlignmentConfig alignment() {
    if (given.config().alignment().isEmpty()) {
      throw new IrepaException("The case " + given.folder() + " configures no alignment.");
    }
    return given.config().alignment().get(0);
  }

  private static Tokens square(NDArray tokens) {
    int side = (int) Math.round(Math.sqrt((double) tokens.getShape().get(1)));
    return new Tokens(tokens, new Grid(side, side));
  }

  private void gradients(NDArray loss, Parameters parameters, String prefix) {
    NDList arrays = parameters.trainedList();
    put(parameters, Autograd.gradientsKeeping(loss, arrays), prefix);
  }

  private void put(Parameters parameters, NDList gradients, String prefix) {
    int i = 0;
    for (String name : parameters.trained().keySet()) {
      results.put(prefix + name, gradients.get(i++));
    }
  }

  /**
   * The case's weights for a component that reads them itself, and says by itself which are missing
   * or left over.
   */
  private Pretrained pretrained(String prefix) {
    return file -> {
      selfLoaded.add(prefix);
      return WeightFile.open(given.folder().resolve("weights.safetensors")).within(prefix);
    };
  }

  /**
   * Loads the case's weights; one that no component has is an error, and so is one that is missing.
   */
  private void load() {
    Set<String> unused = new TreeSet<>(given.weights().keySet());
    composer
        .parameters()
        .forEach(
            (component, parameters) ->
                parameters
                    .names()
                    .forEach(
                        name -> {
                          NDArray values = given.weights().get(component + "." + name);
                          if (values == null) {
                            throw new IrepaException(
                                "%s: the weights lack %s.%s."
                                    .formatted(given.folder(), component, name));
                          }
                          parameters.load(name, values);
                          unused.remove(component + "." + name);
                        }));
    unused.removeIf(name -> selfLoaded.stream().anyMatch(name::startsWith));
    if (!unused.isEmpty()) {
      throw new IrepaException(
          "%s: no component has the weights %s.".formatted(given.folder(), unused));
    }
  }
}
