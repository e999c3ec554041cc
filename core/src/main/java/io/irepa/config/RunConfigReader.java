package io.irepa.config;

import io.irepa.spi.Autoencoder;
import io.irepa.spi.Backbone;
import io.irepa.spi.BackboneShape;
import io.irepa.spi.DataSource;
import io.irepa.spi.Encoder;
import io.irepa.spi.LatentShape;
import io.irepa.spi.Objective;
import io.irepa.spi.Projector;
import io.irepa.spi.RunShape;
import io.irepa.spi.Settings;
import io.irepa.spi.TokenShape;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads a run's configuration and checks it whole: first each key, then each record, then what must
 * fit.
 */
public final class RunConfigReader {
  private static final Pattern DEVICE = Pattern.compile("auto|cpu|cuda(:[0-9]+)?");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  private final Catalog catalog;

  /**
   * @param catalog of what may be named
   */
  public RunConfigReader(Catalog catalog) {
    this.catalog = catalog;
  }

  /**
   * Reads the configuration of a training run.
   *
   * @param overrides {@code key.path=value}
   * @throws ConfigException with every problem found
   */
  public RunConfig read(Path file, List<String> overrides) {
    Node.Mapping root = YamlReader.file(file);
    Overrides.apply(root, overrides);
    return bind(root, true);
  }

  /**
   * Reads what the encoders of a file are looked at with: its data, alignments and section spatial,
   * which stands for its defaults where it is left out.
   *
   * @param overrides {@code key.path=value}
   * @param encoders further ones
   * @throws ConfigException with every problem found
   */
  public RunConfig readSpatial(Path file, List<String> overrides, List<Node> encoders) {
    Node.Mapping root = YamlReader.file(file);
    Overrides.apply(root, overrides);
    if (root.values().containsKey("spatial")
        && !(root.values().get("spatial") instanceof Node.Mapping)) {
      return bind(root, false); // Which says so.
    }
    Node.Mapping spatial =
        root.values().get("spatial") instanceof Node.Mapping given
            ? given
            : new Node.Mapping(root.place(), new LinkedHashMap<>(), new LinkedHashMap<>());
    List<Node> all = new ArrayList<>();
    if (spatial.values().get("encoders") instanceof Node.Sequence given) {
      all.addAll(given.values());
    }
    all.addAll(encoders);
    if (!encoders.isEmpty()) {
      spatial.values().put("encoders", new Node.Sequence(encoders.get(0).place(), all));
      spatial.keys().put("encoders", encoders.get(0).place());
    }
    root.values().put("spatial", spatial);
    root.keys().putIfAbsent("spatial", root.place());
    return bind(root, false);
  }

  /**
   * Binds a configuration.
   *
   * @param whole whether data, backbone, objective and encoders must be there; parity cases give
   *     parts
   * @throws ConfigException with every problem found
   */
  public RunConfig bind(Node.Mapping root, boolean whole) {
    List<Problem> problems = new ArrayList<>();
    Binder binder = new Binder(catalog, problems);
    Optional<RunConfig> config = binder.record(RunConfig.class, root, "");
    config.ifPresentOrElse(
        run -> check(run, binder, whole, Set.of()),
        () -> problems.addAll(further(root, problems, whole)));
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return config.orElseThrow();
  }

  /**
   * A component's record without any key written: what it tells of itself before anybody chose
   * anything. It is not checked.
   *
   * @return empty if the component has no keys, or needs some
   */
  public Optional<Record> bare(ComponentType type) {
    Node.Mapping none =
        new Node.Mapping(new Place("", 0, 0), new LinkedHashMap<>(), new LinkedHashMap<>());
    return type.settings()
        .flatMap(settings -> new Binder(catalog, new ArrayList<>()).record(settings, none, ""));
  }

  /** What else is wrong in the sections that could be bound, so that all comes in one go. */
  private List<Problem> further(Node.Mapping root, List<Problem> problems, boolean whole) {
    Set<String> wrong =
        problems.stream()
            .map(problem -> problem.path().split("\\.", -1)[0])
            .collect(Collectors.toSet());
    LinkedHashMap<String, Node> rest = new LinkedHashMap<>(root.values());
    rest.keySet().removeAll(wrong);
    List<Problem> further = new ArrayList<>();
    Binder binder = new Binder(catalog, further);
    binder
        .record(RunConfig.class, new Node.Mapping(root.place(), rest, root.keys()), "")
        .ifPresent(run -> check(run, binder, whole, wrong));
    return further;
  }

  /** What the configuration tells of shapes; parts are absent where their own keys are wrong. */
  public static RunShape shape(RunConfig run) {
    return new RunShape(
        run.data()
            .flatMap(data -> data.settings(DataSource.Shaped.class))
            .map(DataSource.Shaped::resolution)
            .filter(side -> side > 0),
        latents(run),
        run.backbone()
            .flatMap(backbone -> backbone.settings(Backbone.Shaped.class))
            .flatMap(settings -> quiet(settings::shape)),
        targets(run));
  }

  /** The latents' shape; absent if the data bring latents and no autoencoder says theirs. */
  private static Optional<LatentShape> latents(RunConfig run) {
    Optional<LatentShape> shape =
        run.autoencoder()
            .settings(Autoencoder.Shaped.class)
            .flatMap(settings -> quiet(settings::latents));
    boolean supplied =
        run.data()
            .flatMap(data -> data.settings(DataSource.Shaped.class))
            .map(DataSource.Shaped::latents)
            .orElse(false);
    return shape.isPresent() || supplied ? shape : Optional.of(LatentShape.PIXELS);
  }

  private static List<TokenShape> targets(RunConfig run) {
    return run.alignment().stream()
        .flatMap(alignment -> alignment.encoder().stream())
        .flatMap(encoder -> encoder.settings(Encoder.Shaped.class).stream())
        .flatMap(settings -> quiet(settings::tokens).stream())
        .toList();
  }

  /** A shape, unless the record's keys do not allow one: its own check says why. */
  private static <T> Optional<T> quiet(java.util.function.Supplier<T> shape) {
    try {
      return Optional.of(shape.get());
    } catch (IllegalArgumentException | ArithmeticException | NoSuchElementException e) {
      return Optional.empty();
    }
  }

  /**
   * Checks what must fit.
   *
   * @param wrong sections that were left out, since they could not be bound
   */
  private void check(RunConfig run, Binder binder, boolean whole, Set<String> wrong) {
    if (!DEVICE.matcher(run.device()).matches()) {
      binder.problem(run, "device", "'" + run.device() + "' is not auto, cpu, cuda or cuda:N.");
    }
    if (!NAME.matcher(run.name()).matches()) {
      binder.problem(
          run,
          "name",
          "A name consists of letters, digits, dot, hyphen and underscore, since it is a folder's.");
    }
    if (run.train().batch() % run.train().accumulate() != 0) {
      binder.problem(
          run.train(),
          "accumulate",
          "It does not divide the batch of " + run.train().batch() + ".");
    }
    if (!wrong.contains("ema") && !run.ema().knows(run.sample().ema())) {
      binder.problem(
          run.sample(),
          "ema",
          "There is no average '%s'. Known: %s, %s%s."
              .formatted(
                  run.sample().ema(),
                  EmaConfig.FIRST,
                  EmaConfig.NONE,
                  run.ema().names().stream()
                      .map(name -> ", " + name)
                      .collect(Collectors.joining())));
    }
    if (whole) {
      boolean alone = checkAutoencoderTraining(run, binder);
      checkNeeded(run, binder, alone ? with(wrong, "backbone") : wrong);
      run.alignment().forEach(alignment -> checkNeeded(alignment, binder, Set.of()));
    }
    checkCaches(run, binder);
    run.latents().ifPresent(latents -> checkLatents(run, latents, wrong, binder));
    RunShape shape =
        whole
            ? shape(run, wrong)
            : new RunShape(Optional.empty(), Optional.empty(), Optional.empty(), List.of());
    for (Record settings : settings(run)) {
      if (settings instanceof Settings checked) {
        checked.check(shape, (key, message) -> binder.problem(settings, key, message));
      }
    }
    shape.backbone().ifPresent(backbone -> checkAlignment(run, backbone, binder));
  }

  /** Either all encoders are loaded, or none is. */
  private static void checkCaches(RunConfig run, Binder binder) {
    if (run.alignment().stream().anyMatch(alignment -> alignment.cache().isPresent())) {
      run.alignment().stream()
          .filter(alignment -> alignment.cache().isEmpty())
          .forEach(
              alignment ->
                  binder.problem(
                      alignment,
                      "cache",
                      "Another alignment has a cache; with one, all have one (the same path will do)."));
    }
  }

  /** Latents are cached where an autoencoder makes them of images of a known size. */
  private static void checkLatents(
      RunConfig run, LatentsConfig latents, Set<String> wrong, Binder binder) {
    if (!wrong.contains("autoencoder")
        && run.autoencoder().settings(Autoencoder.Shaped.class).isEmpty()) {
      binder.problem(
          latents,
          "",
          "The autoencoder '%s' makes no latents: the model is trained on the pixels. Choose an autoencoder, or leave this section out."
              .formatted(run.autoencoder().component().type()));
    }
    run.objective()
        .filter(one -> one.settings(Objective.TrainsAutoencoder.class).isPresent())
        .ifPresent(
            one ->
                binder.problem(
                    latents,
                    "",
                    "The objective '%s' trains the autoencoder, so that cached latents would be those of another one. Leave this section out."
                        .formatted(one.component().type())));
    Optional<DataSource.Shaped> data =
        run.data().flatMap(chosen -> chosen.settings(DataSource.Shaped.class));
    if (data.isPresent() && data.get().latents()) {
      binder.problem(
          latents,
          "",
          "The data bring latents of their own: leave this section out, or take other data.");
    }
    if (!wrong.contains("data") && run.data().isPresent() && data.isEmpty()) {
      binder.problem(
          latents,
          "",
          "These data do not say the size of their images, which a cache needs to know.");
    }
  }

  /**
   * Checks what an objective that trains the autoencoder asks for.
   *
   * @return whether it trains nothing else
   */
  private static boolean checkAutoencoderTraining(RunConfig run, Binder binder) {
    Optional<Objective.TrainsAutoencoder> training =
        run.objective().flatMap(objective -> objective.settings(Objective.TrainsAutoencoder.class));
    if (training.isEmpty()) {
      return false;
    }
    if (!run.data()
        .flatMap(data -> data.settings(DataSource.Shaped.class))
        .map(DataSource.Shaped::images)
        .orElse(true)) {
      binder.problem(
          run,
          "data",
          "The data bring latents without images, and this objective trains the autoencoder, which takes images. Choose data of images.");
    }
    boolean alone = training.get().alone();
    if (alone && run.backbone().isPresent()) {
      binder.problem(
          run, "backbone", "This objective trains the autoencoder alone. Leave the backbone out.");
    }
    if (alone && !run.alignment().isEmpty()) {
      binder.problem(
          run,
          "alignment",
          "This objective trains the autoencoder alone, without a backbone to align. Leave the alignment out.");
    }
    return alone;
  }

  private static Set<String> with(Set<String> some, String one) {
    Set<String> all = new HashSet<>(some);
    all.add(one);
    return all;
  }

  private static void checkNeeded(Record section, Binder binder, Set<String> wrong) {
    for (RecordComponent component : section.getClass().getRecordComponents()) {
      String key = Names.kebab(component.getName());
      if (component.isAnnotationPresent(Needed.class)
          && !wrong.contains(key)
          && Records.get(section, component).equals(Optional.empty())) {
        binder.problem(section, key, "This section is missing; a run needs it.");
      }
    }
  }

  /** Shapes as far as they are known: what follows from a section left out is not. */
  private static RunShape shape(RunConfig run, Set<String> wrong) {
    RunShape shape = shape(run);
    return wrong.contains("data") || wrong.contains("autoencoder")
        ? new RunShape(shape.resolution(), Optional.empty(), shape.backbone(), shape.targets())
        : shape;
  }

  private static void checkAlignment(RunConfig run, BackboneShape backbone, Binder binder) {
    for (RunConfig.AlignmentConfig alignment : run.alignment()) {
      if (alignment.depth() > backbone.depth()) {
        binder.problem(
            alignment,
            "depth",
            "The backbone has %d blocks; %d is deeper."
                .formatted(backbone.depth(), alignment.depth()));
      }
      alignment
          .encoder()
          .flatMap(encoder -> encoder.settings(Encoder.Shaped.class))
          .flatMap(settings -> quiet(settings::tokens))
          .ifPresent(tokens -> checkTokens(alignment, tokens, backbone, binder));
    }
  }

  private static void checkTokens(
      RunConfig.AlignmentConfig alignment,
      TokenShape tokens,
      BackboneShape backbone,
      Binder binder) {
    if (!tokens.grid().equals(backbone.grid())) {
      binder.problem(
          alignment,
          "encoder",
          "The encoder gives %s tokens and the backbone %s; choose input sizes so that they agree."
              .formatted(tokens.grid(), backbone.grid()));
    }
    alignment
        .projector()
        .settings(Projector.Shaped.class)
        .flatMap(settings -> quiet(settings::width))
        .filter(width -> width.isPresent() && width.getAsInt() != tokens.width())
        .ifPresent(
            width ->
                binder.problem(
                    alignment,
                    "projector",
                    "The projector gives tokens of width %d and the encoder's have %d."
                        .formatted(width.getAsInt(), tokens.width())));
  }

  /** The records of all components, and of the averages. */
  private static List<Record> settings(RunConfig run) {
    List<Chosen<?>> chosen = new ArrayList<>();
    run.data().ifPresent(chosen::add);
    chosen.add(run.autoencoder());
    run.backbone().ifPresent(chosen::add);
    run.objective().ifPresent(chosen::add);
    for (RunConfig.AlignmentConfig alignment : run.alignment()) {
      alignment.encoder().ifPresent(chosen::add);
      chosen.addAll(
          List.of(alignment.projector(), alignment.norm(), alignment.loss(), alignment.schedule()));
    }
    chosen.add(run.optimizer());
    chosen.addAll(run.train().schedules());
    chosen.add(run.sample().sampler());
    run.evaluate()
        .ifPresent(
            evaluate -> {
              chosen.addAll(evaluate.metrics());
              evaluate.features().forEach(features -> chosen.add(features.encoder()));
            });
    run.spatial()
        .ifPresent(
            spatial -> {
              chosen.addAll(spatial.encoders());
              chosen.add(spatial.norm());
              chosen.addAll(spatial.metrics());
            });
    chosen.addAll(run.trackers());
    return Stream.concat(
            chosen.stream().flatMap(one -> one.settings().stream()), Stream.of(run.ema()))
        .toList();
  }
}
