package io.irepa.train;

import io.irepa.spi.Backbone;
import io.irepa.spi.BackboneShape;
import io.irepa.spi.Prediction;
import io.irepa.spi.Tokens;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** A backbone whose hidden tokens can be looked at in passes that an objective makes. */
final class TappedBackbone implements Backbone {
  private final Backbone backbone;
  private Optional<Tap> tap = Optional.empty();

  private record Tap(Set<Integer> depths, Consumer<Map<Integer, Tokens>> seen) {}

  TappedBackbone(Backbone backbone) {
    this.backbone = backbone;
  }

  /**
   * Does work, and shows the hidden tokens of each pass in it.
   *
   * @param depths each from 1 to the backbone's depth
   * @param seen takes them by depth, within the work's scope
   */
  void during(Set<Integer> depths, Consumer<Map<Integer, Tokens>> seen, Runnable work) {
    tap = Optional.of(new Tap(depths, seen));
    try {
      work.run();
    } finally {
      tap = Optional.empty();
    }
  }

  @Override
  public BackboneShape shape() {
    return backbone.shape();
  }

  @Override
  public Prediction forward(Inputs inputs, Set<Integer> taps) {
    if (tap.isEmpty()) {
      return backbone.forward(inputs, taps);
    }
    Set<Integer> all = new TreeSet<>(taps);
    all.addAll(tap.get().depths());
    Prediction prediction = backbone.forward(inputs, all);
    tap.get().seen().accept(prediction.hidden());
    return prediction;
  }
}
