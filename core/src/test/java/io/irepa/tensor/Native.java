package io.irepa.tensor;

import ai.djl.ndarray.NDManager;

/** Arrays for tests, on the CPU. */
final class Native {
  private Native() {}

  static NDManager manager() {
    return NDManager.newBaseManager("PyTorch");
  }
}
