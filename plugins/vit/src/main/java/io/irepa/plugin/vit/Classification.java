package io.irepa.plugin.vit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import com.google.inject.Inject;
import io.irepa.IrepaException;
import io.irepa.spi.Alignment;
import io.irepa.spi.Backbone;
import io.irepa.spi.Batch;
import io.irepa.spi.Component;
import io.irepa.spi.Default;
import io.irepa.spi.Doc;
import io.irepa.spi.Field;
import io.irepa.spi.Losses;
import io.irepa.spi.Objective;
import io.irepa.spi.Phase;
import io.irepa.spi.Range;
import io.irepa.spi.Settings;
import io.irepa.spi.Tokens;
import io.irepa.tensor.Draws;
import io.irepa.tensor.Initializer;
import io.irepa.tensor.Kernel;
import io.irepa.tensor.ParameterSets;
import io.irepa.tensor.Parameters;
import io.irepa.tensor.Precision;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pf4j.Extension;

/**
 * Classification: the cross entropy, with smoothed labels (arXiv 1512.00567, section 7), of classes
 * told from the mean of the last block's tokens by a norm and one linear layer, timm's {@code
 * fc_norm} and {@code head}. The backbone gets time 0 and the null label, and so does not see the
 * class. It draws nothing.
 */
@Extension
@Component(value = "classification", doc = "trains an encoder to tell the classes of images")
public final class Classification implements Objective {
  private static final Phase MODEL = new Phase("model", Set.of("backbone", "projector", "head"));

  private final Backbone backbone;
  private final Alignment alignment;
  private final Parameters head;
  private final Kernel classes;

  /** The keys. */
  public record Config(
      @Doc("share of the wanted probability that is spread over all classes")
          @Default("0.1")
          @Range(min = 0, max = 0.99)
          double labelSmoothing)
      implements Settings {}

  /** Called by composition. */
  @Inject
  public Classification(
      Config config,
      Backbone backbone,
      Alignment alignment,
      ParameterSets parameters,
      Precision precision) {
    this.backbone = backbone;
    this.alignment = alignment;
    this.head = parameters.get("head");
    this.classes =
        Kernel.of(
            Classification.class,
            "classes.ts.py",
            Map.of(
                "smoothing", config.labelSmoothing(),
                "compute", precision.compute(),
                "edge", precision.edge()));
    int width = backbone.shape().hidden();
    head.parameter("fc_norm.weight", new Shape(width), Initializer.ones());
    head.parameter("fc_norm.bias", new Shape(width), Initializer.zeros());
    head.parameter(
        "head.weight", new Shape(backbone.shape().classes(), width), Initializer.normal(0.02));
    head.parameter("head.bias", new Shape(backbone.shape().classes()), Initializer.zeros());
  }

  @Override
  public List<Phase> phases() {
    return List.of(MODEL);
  }

  @Override
  public boolean samples() {
    return false;
  }

  @Override
  public Losses losses(Phase phase, Batch batch, Draws draws) {
    NDArray x = batch.x(); // [B,C,H,W]
    int depth = backbone.shape().depth();
    NDArray time = x.getManager().zeros(new Shape(x.getShape().get(0)), x.getDataType());
    NDArray none = batch.labels().zerosLike().add(backbone.shape().classes());
    Set<Integer> taps = new HashSet<>(alignment.depths(batch.step()));
    taps.add(depth);
    Map<Integer, Tokens> hidden = backbone.hidden(new Backbone.Inputs(x, time, none), taps);
    NDList told =
        classes.callForAll(
            hidden.get(depth).values(),
            batch.labels(),
            head.get("fc_norm.weight"),
            head.get("fc_norm.bias"),
            head.get("head.weight"),
            head.get("head.bias"));
    return new Losses()
        .add("classes", told.get(0))
        .figure("accuracy", told.get(1))
        .align(alignment.terms(hidden, batch));
  }

  @Override
  public Field field() {
    throw new IrepaException(
        "A model that was trained to tell classes has nothing to sample from. Export its weights, and use them as an encoder.");
  }
}
