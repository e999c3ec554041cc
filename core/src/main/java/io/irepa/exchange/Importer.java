package io.irepa.exchange;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.irepa.IrepaException;
import io.irepa.config.RunConfig;
import io.irepa.spi.Backbone;
import io.irepa.spi.Phase;
import io.irepa.spi.PublishedLayout;
import io.irepa.tensor.Parameters;
import io.irepa.tensor.StoredArray;
import io.irepa.train.NewRun;
import io.irepa.train.RunState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes a run's folder of a published checkpoint, from which sampling and training go on. */
public final class Importer {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final RunConfig config;
  private final Map<String, String> versions;
  private final PublishedLayout layout;
  private final Choice choice;

  /**
   * What is taken and what is not. A name here is that of an array of a run, or the part of it
   * before a dot.
   *
   * @param drop arrays of the file that are left out
   * @param fresh arrays of the run that start as a new run's do, though the file has none
   * @param optimizer whether the optimizer's state is taken, where the file has it
   * @param step steps done; what the file says if absent
   */
  public record Choice(
      List<String> drop, List<String> fresh, boolean optimizer, OptionalLong step) {}

  /**
   * What was done.
   *
   * @param step of the checkpoint
   * @param notes what a person should know, a sentence each
   */
  public record Report(long step, List<String> notes) {}

  /**
   * @param config checked; it describes the model of the file
   * @param versions of irepa and of the plugins used, by name
   */
  public Importer(RunConfig config, Map<String, String> versions, Choice choice) {
    this.config = config;
    this.versions = versions;
    this.choice = choice;
    this.layout =
        config
            .backbone()
            .flatMap(backbone -> backbone.settings(Backbone.Shaped.class))
            .map(Backbone.Shaped::published)
            .orElse(PublishedLayout.PLAIN);
  }

  /**
   * Imports.
   *
   * @param path of the file, as torch.save or safetensors write it
   * @param run folder to be made
   * @throws IrepaException if the file cannot be read, or does not fit the configuration, with all
   *     that is missing or left over; or if the folder holds a run already
   */
  public Report run(Path path, Path run) {
    try (PublishedFile file = PublishedFile.open(path, layout.averages());
        NewRun made = new NewRun(config, versions)) {
      Map<String, Parameters> parameters = new LinkedHashMap<>(made.parameters());
      parameters.keySet().removeIf(component -> !Phase.MODEL.trains(component));
      Fit fit = new Fit(path, layout, choice, parameters);
      Map<String, Map<String, NDArray>> state = made.state().files();
      List<String> notes = new ArrayList<>();
      fit.load(fit.checked(file.model()), state.get(RunState.MODEL), "");
      averages(file, fit, state, notes);
      OptionalLong updates = optimizer(file, fit, state.get(RunState.OPTIMIZER), notes);
      long step = choice.step().orElse(file.steps().orElse(updates.orElse(0)));
      if (updates.isPresent() && updates.getAsLong() != step) {
        notes.add(
            "The optimizer counts %d updates and the run %d steps; bias correction goes on from the steps."
                .formatted(updates.getAsLong(), step));
      }
      made.save(run, step, Map.of("import.json", provenance(file)));
      return new Report(step, notes);
    }
  }

  private static void averages(
      PublishedFile file, Fit fit, Map<String, Map<String, NDArray>> state, List<String> notes) {
    List<String> own = new ArrayList<>(state.keySet());
    own.removeAll(List.of(RunState.MODEL, RunState.OPTIMIZER));
    int count = file.averages().size();
    List<Map<String, StoredArray>> given = new ArrayList<>();
    file.averages().forEach(average -> given.add(fit.checked(average)));
    for (int i = 0; i < own.size(); i++) {
      Map<String, StoredArray> average =
          given.isEmpty() ? fit.checked(file.model()) : given.get(Math.min(i, count - 1));
      fit.load(average, state.get(own.get(i)), "");
    }
    if (count == 0) {
      notes.add("The file has no average; it starts at the parameters.");
    } else if (own.size() > count) {
      notes.add(
          count == 1
              ? "The file has one average; all of the run's start at it."
              : "The file has %d averages and the run more; its further ones start at the last."
                  .formatted(count));
    }
  }

  private OptionalLong optimizer(
      PublishedFile file, Fit fit, Map<String, NDArray> state, List<String> notes) {
    Optional<PublishedOptimizer> optimizer =
        choice.optimizer() ? file.optimizer() : Optional.empty();
    if (optimizer.isEmpty()) {
      notes.add(
          "The optimizer starts anew: %s."
              .formatted(
                  choice.optimizer()
                      ? "the file has no state of it"
                      : "as --without-optimizer asks"));
      return OptionalLong.empty();
    }
    List<String> names = List.copyOf(file.model().keySet());
    Map<String, Map<String, StoredArray>> byMoment = optimizer.get().byMoment(names);
    for (String moment : moments(state)) {
      Map<String, StoredArray> arrays = byMoment.getOrDefault(moment, Map.of());
      fit.load(fit.checkedMoment(moment, names, arrays), state, moment + ".");
    }
    return optimizer.get().step();
  }

  private static Set<String> moments(Map<String, NDArray> state) {
    return state.keySet().stream()
        .map(name -> name.substring(0, name.indexOf('.')))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static String provenance(PublishedFile file) {
    Map<String, Object> text = new LinkedHashMap<>();
    text.put("file", file.path().toAbsolutePath().toString());
    file.steps().ifPresent(steps -> text.put("steps", steps));
    text.put("args", Args.plain(file.args()));
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(text) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Texts and numbers can be written.", e);
    }
  }
}
