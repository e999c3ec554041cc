package io.irepa.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.pytorch.engine.PtNDArray;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * Keeps the Java memory of arrays as long as a scope is open.
 *
 * <p>An array made from Java numbers lies in a buffer of the Java heap's collector, which may take
 * it once the array is closed. libtorch does not know: what {@code x.mul(2)} saved for its
 * derivative would point to freed memory, and gradients would be wrong now and then, without a
 * word.
 */
final class HostMemory extends IdentityHashMap<NDArray, NDArray> {
  private static final long serialVersionUID = 1L;
  private static final VarHandle ARRAYS = field(NDScope.class, "resources", IdentityHashMap.class);
  private static final VarHandle BUFFER = field(PtNDArray.class, "dataRef", ByteBuffer.class);

  private final transient List<ByteBuffer> buffers = new ArrayList<>();

  private HostMemory() {}

  /** Lets a scope, which is still empty, hold the memory of what is made in it. */
  static void holdFor(NDScope scope) {
    ARRAYS.set(scope, new HostMemory());
  }

  @Override
  public NDArray put(NDArray array, NDArray same) {
    if (array instanceof PtNDArray made) {
      ByteBuffer buffer = (ByteBuffer) BUFFER.get(made);
      if (buffer != null) {
        buffers.add(buffer);
      }
    }
    return super.put(array, same);
  }

  private static VarHandle field(Class<?> owner, String name, Class<?> type) {
    try {
      return MethodHandles.privateLookupIn(owner, MethodHandles.lookup())
          .findVarHandle(owner, name, type);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "This version of DJL keeps %s elsewhere; irepa is built for the one it names."
              .formatted(owner.getSimpleName()),
          e);
    }
  }
}
