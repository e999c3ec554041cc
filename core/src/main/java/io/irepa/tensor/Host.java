package io.irepa.tensor;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/**
 * Arrays from Java's numbers. To a GPU they go through page-locked memory, and neither side waits
 * for the other.
 *
 * @since 0.1
 */
public final class Host {
  private static final Kernel UPLOAD = Kernel.of(Host.class, "upload.ts.py");
  private static final Kernel PAGE_LOCKED = Kernel.of(Host.class, "page_locked.ts.py");

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

  /** {@return a manager of arrays on the CPU, whatever the run's device; closed by the caller} */
  public static NDManager newManager() {
    return CPU.newSubManager();
  }

  /**
   * Rows side by side in the host's memory, page-locked if a GPU is to read them. Any thread may
   * call it.
   *
   * @param owner of the array, from {@link #newManager}
   * @param reader the device that {@link #on} is to bring them to
   * @param rows as many numbers each as the shape has
   * @param shape of a row
   * @return float32 [N, shape…] on the CPU
   * @throws IllegalArgumentException if a row has more or fewer numbers
   */
  public static NDArray rows(NDManager owner, Device reader, List<float[]> rows, Shape shape) {
    for (float[] row : rows) {
      if (row.length != shape.size()) {
        throw new IllegalArgumentException(
            "%d numbers are not of the shape %s.".formatted(row.length, shape));
      }
    }
    try (Scope scope = Scope.open();
        Autograd.Recording off = Autograd.off()) {
      NDArray array = owner.create(new Shape(rows.size()).addAll(shape), DataType.FLOAT32);
      if (reader.isGpu()) {
        array = PAGE_LOCKED.call(array);
      }
      for (int i = 0; i < rows.size(); i++) {
        NativeArray.fill(array.get(i), rows.get(i));
      }
      return scope.keep(array, owner);
    }
  }

  /**
   * Rows on a manager's device.
   *
   * @param manager owns the result, as far as no scope is open
   * @param rows from {@link #rows}, or some of them
   * @return {@code rows} themselves on the CPU; on a GPU a copy, which nobody has waited for, and
   *     {@code rows} may be closed
   */
  public static NDArray on(NDManager manager, NDArray rows) {
    if (!manager.getDevice().isGpu()) {
      return rows;
    }
    return UPLOAD.call(manager.create(rows.getShape(), DataType.FLOAT32), rows);
  }

  private static NDArray upload(NDManager manager, NDArray values, DataType type) {
    NDArray target = manager.create(values.getShape(), type);
    return UPLOAD.call(target, values);
  }
}
