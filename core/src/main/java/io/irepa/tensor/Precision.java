package io.irepa.tensor;

import ai.djl.ndarray.types.DataType;

/**
 * The number formats of a run: one inside kernels (matrix products), one at their edges, in which
 * parameters, hidden tokens, losses and gradients live.
 *
 * @since 0.1
 */
public enum Precision {
  /** float32 everywhere. */
  FLOAT32(6, 6, DataType.FLOAT32),
  /** bfloat16 inside kernels; float32 at their edges and for the master weights. */
  BFLOAT16(15, 6, DataType.FLOAT32),
  /** float64 everywhere: for checking gradients against finite differences. */
  FLOAT64(7, 7, DataType.FLOAT64);

  private final int compute;
  private final int edge;
  private final DataType edgeType;

  Precision(int compute, int edge, DataType edgeType) {
    this.compute = compute;
    this.edge = edge;
    this.edgeType = edgeType;
  }

  /**
   * {@return ATen's scalar type code of the format inside kernels, for a kernel's {@code
   * ${compute}}}
   */
  public int compute() {
    return compute;
  }

  /**
   * {@return ATen's scalar type code of the format at a kernel's edges, for a kernel's {@code
   * ${edge}}}
   */
  public int edge() {
    return edge;
  }

  /** {@return the format of parameters and of arrays between kernels} */
  public DataType edgeType() {
    return edgeType;
  }
}
