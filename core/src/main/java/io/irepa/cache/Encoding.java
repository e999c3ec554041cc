package io.irepa.cache;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.irepa.IrepaException;
import io.irepa.tensor.Autograd;
import io.irepa.tensor.Host;
import io.irepa.tensor.Scope;
import java.util.List;

/**
 * Runs a network on images from the Java heap, and checks what it gives.
 *
 * @param manager of the device that encodes
 */
record Encoding(Content content, CacheLayout layout, NDManager manager) {
  /**
   * What is kept of images [3,H,W], one after the other.
   *
   * @param examples indices of the images in the data
   * @param orientation 1 if they are mirrored
   * @throws IrepaException if it is not of the shape that the configuration tells, or not finite
   */
  float[] of(List<float[]> pixels, long[] examples, int orientation) {
    int length = pixels.get(0).length;
    long side = Math.round(Math.sqrt(length / 3.0));
    float[] all = new float[pixels.size() * length];
    for (int i = 0; i < pixels.size(); i++) {
      System.arraycopy(pixels.get(i), 0, all, i * length, length);
    }
    try (Scope scope = Scope.open();
        Autograd.Recording off = Autograd.off()) {
      NDArray batch = Host.array(manager, all, new Shape(pixels.size(), 3, side, side));
      NDArray made = content.of(batch, examples, orientation);
      long wanted = (long) pixels.size() * layout.codec().numbers();
      if (made.getShape().get(0) != pixels.size() || made.size() != wanted) {
        throw new IrepaException(
            "The %s gives %s of the shape %s for %d images of side %d, and its configuration tells of %d rows of %d numbers an image."
                .formatted(
                    layout.kind().network(),
                    layout.kind().noun(),
                    made.getShape(),
                    pixels.size(),
                    side,
                    layout.codec().rows(),
                    layout.codec().width()));
      }
      float[] values = made.toType(DataType.FLOAT32, false).toFloatArray();
      if (!isFinite(values)) {
        throw new IrepaException(
            "The %s gives %s that are not finite. Are its weights whole?"
                .formatted(layout.kind().network(), layout.kind().noun()));
      }
      return values;
    }
  }

  private static boolean isFinite(float[] values) {
    float sum = 0;
    for (float value : values) {
      sum += value * 0;
    }
    return sum == 0;
  }
}
