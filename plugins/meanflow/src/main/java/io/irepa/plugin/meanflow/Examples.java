package io.irepa.plugin.meanflow;

import ai.djl.ndarray.NDArray;

/**
 * Examples of a batch on their way from data to noise.
 *
 * @param z the state at t, [B,C,H,W]
 * @param v its velocity, [B,C,H,W]
 * @param r the earlier time, [B]
 * @param t the later time, [B]
 * @param y labels [B] int64
 */
record Examples(NDArray z, NDArray v, NDArray r, NDArray t, NDArray y) {
  Examples rows(Rows rows) {
    return new Examples(rows.of(z), rows.of(v), rows.of(r), rows.of(t), rows.of(y));
  }

  Examples moving(NDArray velocity) {
    return new Examples(z, velocity, r, t, y);
  }

  Examples labelled(NDArray labels) {
    return new Examples(z, v, r, t, labels);
  }
}
