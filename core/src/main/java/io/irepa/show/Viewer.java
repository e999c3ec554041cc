package io.irepa.show;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.irepa.IrepaException;
import io.irepa.compose.Composer;
import io.irepa.config.RunConfig;
import io.irepa.image.Picture;
import io.irepa.spi.Encoder;
import io.irepa.spi.TargetNorm;
import io.irepa.spi.TokenShape;
import io.irepa.spi.Tokens;
import io.irepa.tensor.Autograd;
import io.irepa.tensor.Kernel;
import io.irepa.tensor.Scope;
import io.irepa.train.RunModel;
import java.util.Map;
import java.util.OptionalInt;

/** An encoder and a norm, composed to look at images. Closing it frees every array. */
public final class Viewer implements AutoCloseable {
  private static final Kernel PRINCIPAL = Kernel.of(Viewer.class, "principal.ts.py");
  private static final Kernel SIMILARITY = Kernel.of(Viewer.class, "similarity.ts.py");

  private final NDManager manager;
  private final Encoder encoder;
  private final TargetNorm norm;

  /**
   * Composes the first alignment's encoder and norm.
   *
   * @param config checked, with one alignment that has an encoder
   * @throws IrepaException if they cannot be built
   */
  public Viewer(RunConfig config) {
    this.manager = Engine.getEngine("PyTorch").newBaseManager(RunModel.device(config.device()));
    boolean whole = false;
    try {
      Composer composer = new Composer(config, manager);
      RunConfig.AlignmentConfig alignment = config.alignment().get(0);
      this.encoder = composer.create(alignment.encoder().orElseThrow(), "encoder.0", Map.of());
      this.norm = composer.create(alignment.norm(), "norm.0", Map.of());
      whole = true;
    } finally {
      if (!whole) {
        manager.close();
      }
    }
  }

  /** Grid and width of the tokens. */
  public TokenShape shape() {
    return encoder.shape();
  }

  /**
   * Encodes an image.
   *
   * @param picture as training would give it to the encoder
   * @param patch index of a token; the one in the middle if absent
   * @throws IrepaException if the encoder fails, or gives numbers that are not finite
   */
  public TokenView view(Picture picture, OptionalInt patch) {
    int chosen = patch.orElse(middle());
    try (Scope scope = Scope.open();
        Autograd.Recording off = Autograd.off()) {
      NDArray image =
          manager.create(picture.values(), new Shape(1, 3, picture.height(), picture.width()));
      NDArray tokens = encoder.tokens(image); // [1,T,K]
      NDArray normalized = norm.normalize(new Tokens(tokens, shape().grid())).values();
      checkFinite(tokens, "encoder");
      checkFinite(normalized, "norm");
      NDArray none = manager.zeros(new Shape(shape().grid().size(), 3), DataType.FLOAT32);
      NDArray components = PRINCIPAL.call(tokens, none);
      return new TokenView(
          shape().grid(),
          chosen,
          levels(tokens, components, chosen),
          levels(normalized, PRINCIPAL.call(normalized, components.sub(0.5f)), chosen));
    }
  }

  private int middle() {
    return shape().grid().height() / 2 * shape().grid().width() + shape().grid().width() / 2;
  }

  private TokenView.Levels levels(NDArray tokens, NDArray components, int patch) {
    NDArray index = manager.create(new long[] {patch});
    return new TokenView.Levels(
        components.toFloatArray(), SIMILARITY.call(tokens, index).toFloatArray());
  }

  private static void checkFinite(NDArray tokens, String part) {
    for (float value : tokens.toFloatArray()) {
      if (!Float.isFinite(value)) {
        throw new IrepaException(
            "The %s gives numbers for this image that are not finite; there is nothing to draw."
                .formatted(part));
      }
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
