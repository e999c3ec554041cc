package io.irepa.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.irepa.spi.Encoder;
import io.irepa.spi.TokenShape;
import io.irepa.tensor.Scope;
import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/**
 * The contract of {@link Encoder}.
 *
 * @since 0.1
 */
public abstract class EncoderContract extends Contract {
  /** For a subclass. */
  protected EncoderContract() {}

  /**
   * The encoder under test, small where it can be; equal at each call.
   *
   * @param manager for its weights
   * @return the encoder
   */
  protected abstract Encoder encoder(NDManager manager);

  /** {@return side of the images to try, in pixels} */
  protected int resolution() {
    return 64;
  }

  private NDArray images() {
    return Fakes.uniform(
        manager(), "images", new Shape(BATCH, 3, resolution(), resolution()), DataType.FLOAT32);
  }

  /** Tokens of the shape that was announced, float32. */
  @Test
  public void givesTokensOfItsShape() {
    Encoder encoder = encoder(manager());
    TokenShape shape = encoder.shape();
    try (Scope scope = Scope.open()) {
      NDArray tokens = encoder.tokens(images());
      assertThat(tokens.getShape())
          .as("shape")
          .isEqualTo(new Shape(BATCH, shape.grid().size(), shape.width()));
      assertThat(tokens.getDataType()).as("format").isEqualTo(DataType.FLOAT32);
      assertFinite(tokens, "tokens");
    }
  }

  /** An image's tokens may be cached: they do not depend on the rest of the batch. */
  @Test
  public void treatsEachImageAlone() {
    Encoder encoder = encoder(manager());
    NDArray images = images();
    try (Scope scope = Scope.open()) {
      double[] together = numbers(encoder.tokens(images));
      double[] alone = numbers(encoder.tokens(images.get("0:1")));
      assertThat(alone)
          .as("tokens of the first image alone")
          .containsExactly(
              Arrays.copyOf(together, together.length / BATCH), Offset.offset(scale(together)));
    }
  }

  private static double scale(double[] values) {
    return 1e-4 * Math.max(1, Arrays.stream(values).map(Math::abs).max().orElse(0));
  }

  /** Repeats itself, and leaves what it is given as it was. */
  @Test
  public void repeatsItselfAndChangesNothing() {
    Encoder encoder = encoder(manager());
    NDArray images = images();
    assertPure(() -> encoder.tokens(images), images);
  }

  /** Two equal encoders share a cache. */
  @Test
  public void hasAStableFingerprint() {
    assertThat(encoder(manager()).fingerprint())
        .as("fingerprint")
        .isNotBlank()
        .isEqualTo(encoder(manager()).fingerprint());
  }

  /** Keeps no array but its weights. */
  @Test
  public void leavesNoArrayBehind() {
    Encoder encoder = encoder(manager());
    NDArray images = images();
    try (Scope scope = Scope.open()) {
      encoder.tokens(images); // It may load its weights at the first call.
    }
    assertLeavesNothing(() -> encoder.tokens(images));
  }

  /** A CUDA device gives what the CPU gives. */
  @Test
  public void givesTheSameOnCuda() {
    assertSameOnCuda(() -> encoder(manager()).tokens(images()));
  }
}
