package io.irepa.show;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.irepa.tensor.Kernel;
import io.irepa.tensor.Scope;
import io.irepa.testkit.Fakes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What pictures are made of, against what is known by hand. */
final class KernelsTest {
  private static final Kernel PRINCIPAL = Kernel.of(Viewer.class, "principal.ts.py");
  private static final Kernel SIMILARITY = Kernel.of(Viewer.class, "similarity.ts.py");

  private NDManager manager;
  private Scope scope;

  @BeforeEach
  void open() {
    manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
    scope = Scope.open();
  }

  @AfterEach
  void close() {
    scope.close();
    manager.close();
  }

  private NDArray none(int tokens) {
    return manager.zeros(new Shape(tokens, 3), DataType.FLOAT32);
  }

  private float[] principal(NDArray tokens, NDArray reference) {
    return PRINCIPAL.call(tokens, reference).toFloatArray();
  }

  /** Along (3,4): -10, 0, 0 and 10, hence levels at the ends and in the middle. */
  @Test
  void tokensOnALineVaryInTheFirstComponentAlone() {
    NDArray tokens = manager.create(new float[] {-6, -8, 0, 0, 0, 0, 6, 8}, new Shape(1, 4, 2));
    float[] levels = principal(tokens, none(4));
    for (int token = 0; token < 4; token++) {
      assertThat(levels[3 * token + 1]).as("second component").isEqualTo(0.5f, within(1e-4f));
      assertThat(levels[3 * token + 2]).as("third component").isEqualTo(0.5f, within(1e-4f));
    }
    assertThat(levels[3]).as("middle").isEqualTo(0.5f, within(1e-4f));
    assertThat(Math.abs(levels[9] - levels[0])).as("range").isEqualTo(1, within(0.02f));
  }

  /** Singular vectors are known but for their signs, which must not depend on the library. */
  @Test
  void signsAreThoseOfTheGreatestNumber() {
    NDArray tokens = manager.create(new float[] {-9, 1, 2, 6}, new Shape(1, 4, 1));
    float[] levels = principal(tokens, none(4));
    assertThat(levels[0]).as("the token farthest out").isGreaterThan(0.9f);
    assertThat(principal(tokens.neg(), none(4))).as("of mirrored tokens").isEqualTo(levels);
  }

  @Test
  void signsFollowAReference() {
    NDArray tokens = Fakes.normal(manager, "tokens", new Shape(1, 20, 6), DataType.FLOAT32);
    NDArray first = PRINCIPAL.call(tokens, none(20));
    float[] turned = principal(tokens, first.sub(0.5f).neg());
    float[] same = principal(tokens, first.sub(0.5f));
    float[] expected = first.toFloatArray();
    assertThat(same).as("with itself as reference").isEqualTo(expected);
    for (int i = 0; i < turned.length; i++) {
      assertThat(turned[i]).as("number %d", i).isEqualTo(1 - expected[i], within(1e-5f));
    }
  }

  @Test
  void equalTokensAreGrey() {
    NDArray tokens = manager.ones(new Shape(1, 9, 5), DataType.FLOAT32);
    assertThat(principal(tokens, none(9))).as("levels").containsOnly(0.5f);
  }

  @Test
  void aSingleTokenHasAPicture() {
    NDArray tokens = manager.ones(new Shape(1, 1, 5), DataType.FLOAT32);
    assertThat(principal(tokens, none(1))).as("levels").containsExactly(0.5f, 0.5f, 0.5f);
  }

  @Test
  void similarityIsTheCosine() {
    NDArray tokens =
        manager.create(new float[] {2, 0, 3, 3, 0, 5, -1, 0, 0, 0}, new Shape(1, 5, 2));
    assertThat(SIMILARITY.call(tokens, manager.create(new long[] {0})).toFloatArray())
        .as("to the first token")
        .containsExactly(new float[] {1, (float) Math.sqrt(0.5), 0, -1, 0}, within(1e-6f));
  }
}
