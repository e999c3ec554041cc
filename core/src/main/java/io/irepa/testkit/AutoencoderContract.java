package io.irepa.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.irepa.IrepaException;
import io.irepa.spi.Autoencoder;
import io.irepa.spi.LatentShape;
import io.irepa.tensor.Autograd;
import io.irepa.tensor.Parameters;
import io.irepa.tensor.Precision;
import io.irepa.tensor.Scope;
import io.irepa.tensor.SeededDraws;
import org.junit.jupiter.api.Test;

/**
 * The contract of {@link Autoencoder}.
 *
 * @since 0.1
 */
public abstract class AutoencoderContract extends Contract {
  /** For a subclass. */
  protected AutoencoderContract() {}

  /**
   * The autoencoder under test, small where it can be; equal at each call.
   *
   * @param parameters empty; the autoencoder creates its own there
   * @param precision of the parameters
   * @return the autoencoder
   */
  protected abstract Autoencoder autoencoder(Parameters parameters, Precision precision);

  /** {@return the latents' shape, as the configuration tells it} */
  protected abstract LatentShape latents();

  private Autoencoder autoencoder() {
    return autoencoder(
        Fakes.parameters(manager(), "autoencoder", Precision.FLOAT32), Precision.FLOAT32);
  }

  /** Two rows and three columns of latents. */
  private NDArray images() {
    int factor = latents().factor();
    return Fakes.uniform(
            manager(), "images", new Shape(BATCH, 3, 2L * factor, 3L * factor), DataType.FLOAT32)
        .mul(2)
        .sub(1);
  }

  private NDArray encode(Autoencoder autoencoder, NDArray images) {
    return autoencoder.encode(images, new SeededDraws(manager(), 3, 0));
  }

  private static void assertFloats(NDArray array, Shape shape, String what) {
    assertThat(array.getShape()).as("shape of " + what).isEqualTo(shape);
    assertThat(array.getDataType()).as("format of " + what).isEqualTo(DataType.FLOAT32);
    assertFinite(array, what);
  }

  /** Latents have the channels and sides announced, and decode to images of the same size. */
  @Test
  public void encodesAndDecodesToTheShapesAnnounced() {
    Autoencoder autoencoder = autoencoder();
    NDArray images = images();
    try (Scope scope = Scope.open();
        Autograd.Recording off = Autograd.off()) {
      NDArray latents = encode(autoencoder, images);
      assertFloats(latents, new Shape(BATCH, latents().channels(), 2, 3), "latents");
      assertFloats(autoencoder.decode(latents), images.getShape(), "decoded images");
    }
  }

  /** Moments, where there are any, are twice the channels; otherwise the message says so. */
  @Test
  public void hasMomentsOrSaysThatItHasNone() {
    Autoencoder autoencoder = autoencoder();
    NDArray images = images();
    try (Scope scope = Scope.open();
        Autograd.Recording off = Autograd.off()) {
      NDArray moments;
      try {
        moments = autoencoder.moments(images);
      } catch (IrepaException none) {
        assertThat(none).as("why there are no moments").hasMessageContaining("posterior");
        return;
      }
      assertFloats(moments, new Shape(BATCH, 2L * latents().channels(), 2, 3), "moments");
    }
  }

  /** Draws nothing but {@code posterior}, at most once. */
  @Test
  public void drawsThePosteriorAlone() {
    Autoencoder autoencoder = autoencoder();
    DrawLog log = new DrawLog(manager(), 3);
    try (Scope scope = Scope.open()) {
      autoencoder.encode(images(), log);
    }
    assertThat(log.names()).as("draws").isSubsetOf("posterior").hasSizeLessThan(2);
  }

  /** Equal draws give equal bits, and images and latents stay as they were. */
  @Test
  public void repeatsItselfAndChangesNothing() {
    Autoencoder autoencoder = autoencoder();
    NDArray images = images();
    assertPure(() -> encode(autoencoder, images), images);
    NDArray latents =
        Fakes.normal(
            manager(), "latents", new Shape(BATCH, latents().channels(), 2, 3), DataType.FLOAT32);
    assertPure(() -> autoencoder.decode(latents), latents);
  }

  /** Keeps no array but its weights. */
  @Test
  public void leavesNoArrayBehind() {
    Autoencoder autoencoder = autoencoder();
    NDArray images = images();
    assertLeavesNothing(() -> autoencoder.decode(encode(autoencoder, images)));
  }

  /** A CUDA device gives what the CPU gives. */
  @Test
  public void givesTheSameOnCuda() {
    assertSameOnCuda(
        () -> {
          Autoencoder autoencoder = autoencoder();
          return autoencoder.decode(encode(autoencoder, images()));
        });
  }
}
