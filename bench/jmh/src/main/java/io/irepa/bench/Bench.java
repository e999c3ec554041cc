package io.irepa.bench;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.irepa.tensor.Autograd;
import io.irepa.tensor.Scope;
import java.util.function.Supplier;

/** Arrays of one benchmark, and ways to run what it measures. */
final class Bench implements AutoCloseable {
  private final NDManager manager = Engine.getEngine("PyTorch").newBaseManager(Device.cpu());

  NDManager manager() {
    return manager;
  }

  /** Standard normals that live as long as this. */
  NDArray normal(long... shape) {
    try (Scope scope = Scope.open()) {
      NDArray values = manager.randomNormal(0, 1, new Shape(shape), DataType.FLOAT32);
      return scope.keep(values, manager);
    }
  }

  /** Small normals that gradients are taken of. */
  NDArray parameter(long... shape) {
    try (Scope scope = Scope.open()) {
      NDArray values = manager.randomNormal(0, 0.05f, new Shape(shape), DataType.FLOAT32);
      NDArray kept = scope.keep(values, manager);
      kept.setRequiresGradient(true);
      return kept;
    }
  }

  /** Runs work without recording, and closes what it made. */
  long forward(Supplier<NDArray> work) {
    try (Scope scope = Scope.open();
        Autograd.Recording off = Autograd.off()) {
      return work.get().size();
    }
  }

  /** Runs work, sums the squares of what comes out, and takes gradients, dense as in training. */
  long backward(Supplier<NDArray> work, NDList of) {
    try (Scope scope = Scope.open();
        Autograd.Recording on = Autograd.on()) {
      return Autograd.gradients(work.get().square().sum(), of).size();
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
