package io.irepa.probe;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.irepa.IrepaException;
import io.irepa.compose.Composer;
import io.irepa.config.Chosen;
import io.irepa.config.ChosenNames;
import io.irepa.config.RunConfig;
import io.irepa.evaluate.SourceImages;
import io.irepa.spi.DataSource;
import io.irepa.spi.Encoder;
import io.irepa.tensor.Autograd;
import io.irepa.tensor.Scope;
import io.irepa.train.RunModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Linear probes of several encoders over one data source. */
public final class Probes {
  private final RunConfig config;
  private final Plan plan;
  private final Consumer<String> note;

  /**
   * How to probe.
   *
   * @param images at most, evenly over the data
   * @param batch images an encoder sees at once
   * @param heldOut share of the images that the classifier is tried on, above 0 and below 1
   * @param seed of the split
   * @param global the network's own vector of an image instead of the mean of its tokens
   */
  public record Plan(int images, int batch, double heldOut, long seed, boolean global) {}

  /**
   * An encoder's accuracies, from 0 to 1.
   *
   * @param encoder its name
   * @param fitted of the images that the classifier was fitted on
   * @param heldOut of the others
   * @param train images that it was fitted on
   * @param test the others
   */
  public record Result(String encoder, double fitted, double heldOut, int train, int test) {}

  /**
   * @param config checked, with data
   * @param note takes lines for people
   */
  public Probes(RunConfig config, Plan plan, Consumer<String> note) {
    this.config = config;
    this.plan = plan;
    this.note = note;
  }

  /**
   * Probes one encoder after the other.
   *
   * @throws IrepaException if there is none, or data or an encoder fails
   */
  public List<Result> measure() {
    List<Chosen<Encoder>> encoders = new ArrayList<>();
    config.alignment().forEach(alignment -> alignment.encoder().ifPresent(encoders::add));
    config.spatial().ifPresent(spatial -> encoders.addAll(spatial.encoders()));
    if (encoders.isEmpty()) {
      throw new IrepaException(
          "There is no encoder to look at. Name one with --encoder '{type: hog}'.");
    }
    List<String> names = ChosenNames.of(encoders);
    List<Result> results = new ArrayList<>();
    try (NDManager manager =
            Engine.getEngine("PyTorch").newBaseManager(RunModel.device(config.device()));
        DataSource source =
            new Composer(config, manager).create(config.data().orElseThrow(), "data", Map.of())) {
      SourceImages images = new SourceImages(source, plan.images());
      for (int i = 0; i < names.size(); i++) {
        note.accept("%s (%d of %d)".formatted(names.get(i), i + 1, names.size()));
        try (NDManager own = manager.newSubManager()) {
          Encoder encoder =
              new Composer(config, own).create(encoders.get(i), "encoder." + i, Map.of());
          LinearProbe.Accuracy found =
              measure(names.get(i), encoder, images, source.classes().size(), own);
          results.add(
              new Result(
                  names.get(i), found.fitted(), found.heldOut(), found.train(), found.test()));
        }
      }
    }
    return results;
  }

  private LinearProbe.Accuracy measure(
      String name, Encoder encoder, SourceImages images, int classes, NDManager manager) {
    List<float[]> features = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    List<Boolean> heldOut = new ArrayList<>();
    for (int from = 0; from < images.count(); from += plan.batch()) {
      List<SourceImages.One> some =
          images.read(from, Math.min(images.count(), from + plan.batch()), false);
      try (Scope scope = Scope.open();
          Autograd.Recording off = Autograd.off()) {
        NDArray vectors =
            vectors(name, encoder, SourceImages.pixels(some, manager))
                .toDevice(Device.cpu(), false);
        for (int i = 0; i < some.size(); i++) {
          features.add(vectors.get(i).toFloatArray());
          labels.add(some.get(i).example().label());
          heldOut.add(LinearProbe.isHeldOut(some.get(i).index(), plan.heldOut(), plan.seed()));
        }
      }
    }
    return LinearProbe.measure(features, labels, heldOut, classes);
  }

  private NDArray vectors(String name, Encoder encoder, NDArray pixels) {
    Encoder.Encoding encoding = encoder.encode(pixels);
    if (!plan.global()) {
      return encoding.tokens().mean(new int[] {1});
    }
    Optional<NDArray> global = encoding.global();
    return global.orElseThrow(
        () ->
            new IrepaException(
                "The encoder %s gives no vector for an image as a whole. Leave --global out."
                    .formatted(name)));
  }
}
