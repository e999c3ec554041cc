package io.irepa.spi;

import ai.djl.ndarray.NDArray;
import java.util.Map;
import java.util.Optional;

/** A batch with what earlier phases of the step left for later ones. */
record CarryingBatch(Batch batch, Map<String, NDArray> arrays) implements Batch {
  CarryingBatch {
    arrays = Map.copyOf(arrays);
  }

  @Override
  public long step() {
    return batch.step();
  }

  @Override
  public NDArray images() {
    return batch.images();
  }

  @Override
  public NDArray x() {
    return batch.x();
  }

  @Override
  public NDArray labels() {
    return batch.labels();
  }

  @Override
  public Tokens target(int alignment) {
    return batch.target(alignment);
  }

  @Override
  public Optional<NDArray> carried(String name) {
    return Optional.ofNullable(arrays.get(name));
  }
}
