package io.irepa.train;

import io.irepa.spi.BackboneShape;
import io.irepa.spi.Example;
import io.irepa.spi.LatentShape;
import io.irepa.spi.RunShape;
import io.irepa.spi.TokenShape;
import io.irepa.tensor.Philox;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Random images, latents, labels and encoder tokens of a run's shapes, made once for a bench. */
final class SyntheticExamples {
  private final BackboneShape backbone;
  private final int side;
  private final List<TokenShape> targets;
  private final Philox random = Philox.of(0, 0, "bench");

  SyntheticExamples(RunShape run) {
    this.backbone = run.backbone().orElseThrow();
    this.side = backbone.input() * run.autoencoder().orElse(LatentShape.PIXELS).factor();
    this.targets = run.targets();
  }

  List<Example> make(int count) {
    return IntStream.range(0, count).mapToObj(this::one).toList();
  }

  private Example one(int index) {
    List<float[]> tokens = new ArrayList<>();
    for (TokenShape target : targets) {
      tokens.add(uniform(target.grid().size() * target.width(), -1, 1));
    }
    float deviation = (float) Math.sqrt(3); // of variance 1
    int latents = backbone.channels() * backbone.input() * backbone.input();
    return new Example(
        index % backbone.classes(),
        Optional.of(uniform(3 * side * side, 0, 1)),
        Optional.of(uniform(latents, -deviation, deviation)),
        tokens);
  }

  private float[] uniform(int count, float low, float high) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = low + (high - low) * random.nextFloat();
    }
    return values;
  }
}
