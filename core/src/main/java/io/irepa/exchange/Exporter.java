package io.irepa.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.irepa.IoReason;
import io.irepa.IrepaException;
import io.irepa.WholeFile;
import io.irepa.config.ConfigPrinter;
import io.irepa.config.RunConfig;
import io.irepa.spi.Backbone;
import io.irepa.spi.Phase;
import io.irepa.spi.PublishedLayout;
import io.irepa.tensor.ArrayBytes;
import io.irepa.tensor.Safetensors;
import io.irepa.tensor.SafetensorsFile;
import io.irepa.torchfile.TorchNone;
import io.irepa.torchfile.TorchWriter;
import io.irepa.train.AdamW;
import io.irepa.train.Averages;
import io.irepa.train.Checkpoint;
import io.irepa.train.RunState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Writes a run's checkpoint as published code does. Arrays go from file to file; the native library
 * is not needed.
 */
public final class Exporter {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> MOMENTS = List.of("exp_avg", "exp_avg_sq");

  private final RunConfig config;
  private final Path run;
  private final PublishedLayout layout;

  /** What a file shall hold. */
  public enum Part {
    /** The trained parameters. */
    MODEL,
    /** Their average. */
    EMA,
    /** Both, the optimizer's state and the settings: what training goes on from. */
    ALL
  }

  /**
   * @param config of the run
   * @param run its folder
   */
  public Exporter(RunConfig config, Path run) {
    this.config = config;
    this.run = run;
    this.layout =
        config
            .backbone()
            .flatMap(backbone -> backbone.settings(Backbone.Shaped.class))
            .map(Backbone.Shaped::published)
            .orElse(PublishedLayout.PLAIN);
  }

  /**
   * Exports.
   *
   * @param checkpoint of the run
   * @param file to write or replace; safetensors if its name ends so, else as torch.save
   * @param part of the checkpoint; of all, safetensors hold the average
   * @param average its name, as {@link io.irepa.config.EmaConfig} knows it; if it stands for the
   *     parameters, they are exported in its place
   * @return what a person should know, a sentence each
   * @throws IrepaException if the checkpoint cannot be read or the file not be written; nothing is
   *     then left of it
   */
  public List<String> write(Checkpoint checkpoint, Path file, Part part, String average) {
    List<String> notes = new ArrayList<>();
    Path own = checkpoint.folder().resolve(RunState.MODEL);
    OptionalInt index = config.ema().index(average);
    Path ema =
        index.isPresent() ? checkpoint.folder().resolve(Averages.file(index.getAsInt())) : own;
    if (index.isEmpty() && part != Part.MODEL) {
      notes.add("The run has no such average; the parameters stand in its place.");
    }
    try (SafetensorsFile model = SafetensorsFile.open(own);
        SafetensorsFile averages = SafetensorsFile.open(ema)) {
      List<String> names =
          layout.ordered(model.arrays().keySet().stream().filter(Exporter::isPublished).toList());
      if (names.size() < model.arrays().size()) {
        notes.add("Only backbone and projectors are exported; the run trains more.");
      }
      Map<String, ArrayBytes> trained = published(names, model, model);
      Map<String, ArrayBytes> averaged = published(names, averages, model);
      if (file.toString().endsWith(".safetensors")) {
        WholeFile.make(
            file,
            aside ->
                Safetensors.writeBytes(aside, part == Part.MODEL ? trained : averaged, Map.of()));
      } else if (part == Part.ALL) {
        all(checkpoint, file, names, model, trained, averaged, notes);
      } else {
        WholeFile.make(
            file, aside -> TorchWriter.write(aside, part == Part.MODEL ? trained : averaged));
      }
    } catch (IOException e) {
      throw new IrepaException("Cannot write " + file + ": " + IoReason.of(e) + ".", e);
    }
    return notes;
  }

  private static boolean isPublished(String name) {
    return Phase.MODEL.trains(name.substring(0, name.indexOf('.')));
  }

  /** By the published names; what is not averaged, such as buffers, is the model's own. */
  private Map<String, ArrayBytes> published(
      List<String> names, SafetensorsFile file, SafetensorsFile model) {
    Map<String, ArrayBytes> arrays = new LinkedHashMap<>();
    for (String name : names) {
      ArrayBytes array = file.arrays().get(name);
      arrays.put(layout.published(name), array == null ? model.arrays().get(name) : array);
    }
    return arrays;
  }

  private void all(
      Checkpoint checkpoint,
      Path file,
      List<String> names,
      SafetensorsFile model,
      Map<String, ArrayBytes> trained,
      Map<String, ArrayBytes> averaged,
      List<String> notes)
      throws IOException {
    long step = checkpoint.step();
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("model", trained);
    List<String> keys = layout.averages();
    root.put(keys.get(0), averaged);
    try (SafetensorsFile optimizer =
            SafetensorsFile.open(checkpoint.folder().resolve(RunState.OPTIMIZER));
        Further further = new Further(checkpoint)) {
      for (int i = 1; i < keys.size(); i++) {
        root.put(
            keys.get(i),
            further.average(i).map(its -> published(names, its, model)).orElse(averaged));
      }
      if (config.optimizer().settings(AdamW.Config.class).isPresent()) {
        AdamW.Config settings = config.optimizer().settings(AdamW.Config.class).get();
        root.put("opt", optimizer(names, optimizer, settings, step));
        if (settings.weightDecay() > 0
            && (!settings.noDecay().isEmpty() || !settings.decayVectors())) {
          notes.add(
              "The optimizer's state says one weight decay for all; published code knows no exceptions.");
        }
      } else {
        notes.add(
            "The state of the optimizer %s is left out: published code has adamw's."
                .formatted(config.optimizer().component().type()));
      }
      root.put("args", args());
      root.put("steps", step);
      WholeFile.make(file, aside -> TorchWriter.write(aside, root));
    }
  }

  /** The run's averages after the first, open until the file is written. */
  private static final class Further implements AutoCloseable {
    private final Checkpoint checkpoint;
    private final List<SafetensorsFile> open = new ArrayList<>();

    Further(Checkpoint checkpoint) {
      this.checkpoint = checkpoint;
    }

    Optional<SafetensorsFile> average(int index) {
      Path file = checkpoint.folder().resolve(Averages.file(index));
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      open.add(SafetensorsFile.open(file));
      return Optional.of(open.get(open.size() - 1));
    }

    @Override
    public void close() {
      open.forEach(SafetensorsFile::close);
    }
  }

  /** The state dict of torch.optim.AdamW, which counts parameters in the module's order. */
  private static Map<String, Object> optimizer(
      List<String> names, SafetensorsFile moments, AdamW.Config settings, long step) {
    Map<Object, Object> states = new LinkedHashMap<>();
    List<Object> indices = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      indices.add(i);
      Map<String, Object> state = new LinkedHashMap<>();
      for (String moment : MOMENTS) {
        ArrayBytes array = moments.arrays().get(moment + "." + names.get(i));
        if (array != null) {
          state.put(moment, array);
        }
      }
      if (!state.isEmpty()) {
        state.put("step", Scalars.of((float) step));
        states.put(i, state);
      }
    }
    Map<String, Object> group = new LinkedHashMap<>();
    group.put("lr", settings.learningRate());
    group.put("betas", List.of(settings.betas().get(0), settings.betas().get(1)));
    group.put("eps", settings.epsilon());
    group.put("weight_decay", settings.weightDecay());
    group.put("amsgrad", false);
    group.put("maximize", false);
    group.put("foreach", TorchNone.NONE);
    group.put("capturable", false);
    group.put("differentiable", false);
    group.put("fused", TorchNone.NONE);
    group.put("params", indices);
    return Map.of("state", states, "param_groups", List.of(group));
  }

  /** Those of the file that the run was imported from, and the configuration as text. */
  private Map<String, Object> args() throws IOException {
    Map<String, Object> args = new LinkedHashMap<>();
    Path imported = run.resolve("import.json");
    if (Files.exists(imported)) {
      JsonNode former = JSON.readTree(Files.readString(imported)).path("args");
      for (Map.Entry<String, JsonNode> one : former.properties()) {
        args.put(one.getKey(), value(one.getValue()));
      }
    }
    args.put("irepa_config", ConfigPrinter.print(config));
    return args;
  }

  private static Object value(JsonNode node) {
    if (node.isArray()) {
      List<Object> list = new ArrayList<>();
      node.forEach(one -> list.add(value(one)));
      return list;
    }
    if (node.isIntegralNumber()) {
      return node.bigIntegerValue();
    }
    if (node.isNumber()) {
      return node.doubleValue();
    }
    if (node.isBoolean()) {
      return node.booleanValue();
    }
    return node.isNull() ? TorchNone.NONE : node.asText();
  }
}
