package io.irepa.plugin.repae;

import ai.djl.ndarray.NDArray;
import com.google.inject.Inject;
import io.irepa.IrepaException;
import io.irepa.spi.Component;
import io.irepa.spi.Losses;
import io.irepa.spi.ParityKind;
import io.irepa.tensor.ParameterSets;
import io.irepa.tensor.Precision;
import java.util.LinkedHashMap;
import java.util.Map;
import org.pf4j.Extension;

/** Parity of the discriminator in training mode: logits, and running statistics after the pass. */
@Extension
@Component(value = "discriminator", doc = "the discriminator of repa-e and autoencoder")
public final class DiscriminatorKind implements ParityKind {
  private final Case given;
  private final Discriminator discriminator;

  /** Called by composition. */
  @Inject
  public DiscriminatorKind(Case given, ParameterSets parameters, Precision precision) {
    this.given = given;
    if (!(given.objective().orElse(null) instanceof AutoencoderTerms terms)) {
      throw new IrepaException(
          "A case of the kind 'discriminator' configures the objective repa-e or autoencoder.");
    }
    this.discriminator =
        new Discriminator(terms.discriminator(), parameters.get("discriminator"), precision);
  }

  @Override
  public Map<String, NDArray> run() {
    Discriminator.Verdict verdict = discriminator.judge(given.inputs().get("images"));
    Losses losses = new Losses();
    discriminator.follow(losses, verdict);
    losses.moveBuffers();
    Map<String, NDArray> results = new LinkedHashMap<>();
    results.put("logits", verdict.logits());
    discriminator.running().forEach((name, array) -> results.put("state." + name, array));
    return results;
  }
}
