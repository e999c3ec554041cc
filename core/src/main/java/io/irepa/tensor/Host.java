package io.irepa.tensor;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/**
 * Arrays from Java's numbers. To a GPU they go through page-locked memory, and neither side waits
 * for the other.
 *
 * @since 0.1
 */
public final class Host {
  private static final Kernel UPLOAD = Kernel.of(Host.class, "upload.ts.py");

  /** Its arrays belong to the scope they are made in. */
  private static final NDManager CPU = Engine.getEngine("PyTorch").newBaseManager(Device.cpu());

  private Host() {}

  /**
   * Numbers that a kernel reads with {@code float(x)}: on the CPU whatever the run's device, since
   * a GPU would have to be waited for.
   *
   * @param values of the array, in order
   * @return float64 [N], left to the innermost scope
   */
  public static NDArray scalars(double... values) {
    return CPU.create(values);
  }

  /**
   * An array on a manager's device.
   *
   * @param manager owns the array, as far as no scope is open
   * @param values row by row
   * @param shape of as many numbers
   * @return float32
   */
  public static NDArray array(NDManager manager, float[] values, Shape shape) {
    return manager.getDevice().isGpu()
        ? upload(manager, CPU.create(values, shape), DataType.FLOAT32)
        : manager.create(values, shape);
  }

  /**
   * A list on a manager's device.
   *
   * @param manager owns the array, as far as no scope is open
   * @param values in order
   * @return int64 [N]
   */
  public static NDArray array(NDManager manager, long[] values) {
    return manager.getDevice().isGpu()
        ? upload(manager, CPU.create(values), DataType.INT64)
        : manager.create(values);
  }

  private static NDArray upload(NDManager manager, NDArray values, DataType type) {
    NDArray target = manager.create(values.getShape(), type);
    return UPLOAD.call(target, values);
  }
}
