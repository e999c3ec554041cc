package io.irepa.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.HashMap;
import java.util.Map;

/**
 * Draws that depend on (seed, step, name) alone: the same on any device up to the rounding of log
 * and cos.
 *
 * @since 0.1
 */
public final class SeededDraws implements Draws {
  private static final Kernel BOX_MULLER = Kernel.of(SeededDraws.class, "box_muller.ts.py");

  private final NDManager manager;
  private final long seed;
  private final long step;
  private final Map<String, Integer> seen = new HashMap<>();

  /**
   * @param manager of the device the numbers are wanted on
   * @param seed of the run
   * @param step counted from 0
   */
  public SeededDraws(NDManager manager, long seed, long step) {
    this.manager = manager;
    this.seed = seed;
    this.step = step;
  }

  @Override
  public NDArray uniform(String name, Shape shape) {
    Philox random = random(name);
    float[] values = new float[Math.toIntExact(shape.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    return Host.array(manager, values, shape);
  }

  @Override
  public NDArray normal(String name, Shape shape) {
    Philox random = random(name);
    int count = Math.toIntExact(shape.size());
    float[] uniforms = new float[(count + 1) / 2 * 2];
    for (int i = 0; i < uniforms.length / 2; i++) {
      uniforms[i] = random.nextPositiveFloat();
      uniforms[i + uniforms.length / 2] = random.nextFloat();
    }
    NDArray normals = BOX_MULLER.call(Host.array(manager, uniforms, new Shape(uniforms.length)));
    return (uniforms.length == count ? normals : normals.get("0:" + count)).reshape(shape);
  }

  private Philox random(String name) {
    int before = seen.merge(name, 1, Integer::sum) - 1;
    return Philox.of(seed, step, before == 0 ? name : name + "." + before);
  }
}
