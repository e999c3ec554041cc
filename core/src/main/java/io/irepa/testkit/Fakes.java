package io.irepa.testkit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.irepa.spi.Alignment;
import io.irepa.spi.ArrayBatch;
import io.irepa.spi.Autoencoder;
import io.irepa.spi.Backbone;
import io.irepa.spi.BackboneShape;
import io.irepa.spi.Batch;
import io.irepa.spi.Grid;
import io.irepa.spi.Tokens;
import io.irepa.tensor.Autograd;
import io.irepa.tensor.Parameters;
import io.irepa.tensor.Precision;
import io.irepa.tensor.Recompute;
import io.irepa.tensor.Scope;
import io.irepa.tensor.SeededDraws;
import java.util.List;

/**
 * Inputs for tests: reproducible numbers, parameters that are nowhere zero, and the smallest
 * components that others can be tested with.
 *
 * @since 0.1
 */
public final class Fakes {
  /**
   * A tiny backbone's: two channels of side 4, eight tokens of width 3, two blocks, five classes.
   */
  public static final BackboneShape SHAPE = new BackboneShape(2, 4, new Grid(2, 4), 3, 2, 5, false);

  private static final long SEED = 20240607;

  private Fakes() {}

  /**
   * Standard normal numbers that depend on the name and the shape alone.
   *
   * @param manager of the device
   * @param name of the draw
   * @param shape of the array
   * @param type its format
   * @return owned by {@code manager}
   */
  public static NDArray normal(NDManager manager, String name, Shape shape, DataType type) {
    try (Scope scope = Scope.open()) {
      NDArray values = new SeededDraws(manager, SEED, 0).normal(name, shape);
      return scope.keep(values.toType(type, false).duplicate(), manager);
    }
  }

  /**
   * Uniform numbers in [0,1) that depend on the name and the shape alone.
   *
   * @param manager of the device
   * @param name of the draw
   * @param shape of the array
   * @param type its format
   * @return owned by {@code manager}
   */
  public static NDArray uniform(NDManager manager, String name, Shape shape, DataType type) {
    try (Scope scope = Scope.open()) {
      NDArray values = new SeededDraws(manager, SEED, 0).uniform(name, shape);
      return scope.keep(values.toType(type, false).duplicate(), manager);
    }
  }

  /**
   * An empty set of parameters, as composition would inject one.
   *
   * @param manager owns the arrays
   * @param component prefix of their names
   * @param precision gives their format
   * @return the set
   */
  public static Parameters parameters(NDManager manager, String component, Precision precision) {
    return new Parameters(component, manager, precision, new SeededDraws(manager, SEED, 0));
  }

  /**
   * Moves every trained parameter off its initial value, so that layers that start at zero take
   * part.
   *
   * @param parameters to move, in place
   * @param deviation of the normal numbers that are added
   */
  public static void perturb(Parameters parameters, double deviation) {
    for (String name : List.copyOf(parameters.trained().keySet())) {
      try (Scope scope = Scope.open();
          Autograd.Recording off = Autograd.off()) {
        NDArray array = parameters.get(name);
        NDArray noise =
            normal(array.getManager(), "perturb." + name, array.getShape(), array.getDataType());
        try (noise) {
          parameters.load(name, array.add(noise.mul(deviation)));
        }
      }
    }
  }

  /**
   * A backbone of a few parameters, smooth in all its inputs, with tokens at each depth.
   *
   * @param parameters empty; the backbone creates its own there
   * @param shape whose grid divides its input
   * @return the backbone
   */
  public static Backbone backbone(Parameters parameters, BackboneShape shape) {
    return backbone(parameters, shape, new Recompute(false));
  }

  /**
   * The same, whose blocks may be computed again.
   *
   * @param parameters empty; the backbone creates its own there
   * @param shape whose grid divides its input
   * @param recompute as composition would inject it
   * @return the backbone
   */
  public static Backbone backbone(Parameters parameters, BackboneShape shape, Recompute recompute) {
    return new FakeBackbone(parameters, shape, recompute);
  }

  /**
   * An autoencoder of factor 2 with a posterior.
   *
   * @param parameters empty; the autoencoder creates its own there
   * @param channels of the latents
   * @return the autoencoder
   */
  public static Autoencoder autoencoder(Parameters parameters, int channels) {
    return new FakeAutoencoder(parameters, channels);
  }

  /**
   * One alignment: the mean squared distance of hidden tokens from the batch's first targets.
   *
   * @param depth that is tapped
   * @param weight at 0, no alignment acts
   * @return the alignment
   */
  public static Alignment alignment(int depth, double weight) {
    return new FakeAlignment(depth, weight);
  }

  /**
   * A batch of two for a backbone of that shape: images of twice x's side, and one alignment's
   * targets as wide as the hidden tokens.
   *
   * @param manager of the device
   * @param shape of the backbone
   * @param type format of images and x
   * @return its arrays are owned by {@code manager}
   */
  public static Batch batch(NDManager manager, BackboneShape shape, DataType type) {
    int side = shape.input();
    NDArray x = normal(manager, "batch.x", new Shape(2, shape.channels(), side, side), type);
    NDArray images =
        uniform(manager, "batch.images", new Shape(2, 3, 2L * side, 2L * side), type).mul(2).sub(1);
    NDArray targets =
        normal(manager, "batch.target", new Shape(2, shape.grid().size(), shape.hidden()), type);
    NDArray labels = manager.create(new long[] {0, shape.classes() - 1});
    return new ArrayBatch(0, images, x, labels, List.of(new Tokens(targets, shape.grid())));
  }
}
