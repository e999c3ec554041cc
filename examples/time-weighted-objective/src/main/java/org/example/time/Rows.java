package org.example.time;

import ai.djl.ndarray.NDArray;
import io.irepa.spi.Batch;
import io.irepa.spi.Tokens;

/**
 * Some examples of a batch.
 *
 * @param batch of B
 * @param rows [n] int64, from 0 to B - 1
 */
record Rows(Batch batch, NDArray rows) implements Batch {
  /** Some rows of tokens [B,T,D], differentiable in them. */
  static Tokens of(Tokens tokens, NDArray rows) {
    return new Tokens(tokens.values().get(rows), tokens.grid());
  }

  @Override
  public long step() {
    return batch.step();
  }

  @Override
  public NDArray images() {
    return batch.images().get(rows);
  }

  @Override
  public NDArray x() {
    return batch.x().get(rows);
  }

  @Override
  public NDArray labels() {
    return batch.labels().get(rows);
  }

  @Override
  public Tokens target(int alignment) {
    return of(batch.target(alignment), rows);
  }
}
