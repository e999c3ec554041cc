package org.example.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.irepa.spi.Encoder;
import io.irepa.testkit.EncoderContract;
import org.junit.jupiter.api.Test;

/** What every encoder must keep is inherited; what this one promises stands here. */
final class MyExtensionTest extends EncoderContract {
  @Override
  protected Encoder encoder(NDManager manager) {
    return new MyExtension(new MyExtension.Config(4, 4));
  }

  @Test
  void aPlainImageHasItsColourAndNothingElse() {
    NDArray grey = manager().ones(new Shape(1, 3, 16, 16), DataType.FLOAT32).mul(0.5f);
    assertThat(encoder(manager()).tokens(grey).get("0,0").toFloatArray())
        .as("first token of a grey image")
        .containsExactly(new float[] {0.5f, 0.5f, 0.5f, 0, 0, 0, 0, 0}, within(1e-5f));
  }
}
