package io.irepa.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

public final class OperatorTrace {
  static OperatorTrace read(Path file) throws IOException {
    Files.copy(file, Path.of("/tmp/trace.json"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    return new OperatorTrace();
  }

  double flop() {
    return 1;
  }
}
