package io.irepa.plugin.repae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import com.google.inject.Inject;
import io.irepa.spi.Component;
import io.irepa.spi.ParityKind;
import io.irepa.tensor.Autograd;
import io.irepa.tensor.Precision;
import io.irepa.weights.Pretrained;
import io.irepa.weights.WeightFile;
import java.util.Map;
import java.util.Optional;
import org.pf4j.Extension;

/** Parity of LPIPS, and of its gradient. */
@Extension
@Component(value = "perceptual", doc = "LPIPS as repa-e and autoencoder use it")
public final class PerceptualKind implements ParityKind {
  private final Case given;
  private final Lpips lpips;

  /** Called by composition; reads the case's weights. */
  @Inject
  public PerceptualKind(Case given, Pretrained pretrained, Precision precision, NDManager manager) {
    this.given = given;
    int width =
        given.options().get("width") instanceof Number number
            ? number.intValue()
            : LpipsWeights.WIDTH;
    try (WeightFile file = pretrained.open(Optional.empty())) {
      this.lpips =
          new Lpips(LpipsWeights.read(file, file, width, precision, manager), precision, manager);
    }
  }

  @Override
  public Map<String, NDArray> run() {
    NDArray reconstructions = given.inputs().get("reconstructions");
    reconstructions.setRequiresGradient(true);
    try (Autograd.Recording on = Autograd.on()) {
      NDArray loss = lpips.distance(given.inputs().get("images"), reconstructions);
      NDArray gradient = Autograd.gradients(loss, new NDList(reconstructions)).head();
      return Map.of("loss", loss, "grad.reconstructions", gradient);
    }
  }
}
