package io.irepa.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;

/** How much memory this process holds, native memory included. */
final class ProcessMemory {
  private static final Path STATUS = Path.of("/proc/self/status");

  private ProcessMemory() {}

  /** Resident memory in MiB; empty where the operating system does not say, as on macOS. */
  static OptionalDouble residentMebibytes() throws IOException {
    if (!Files.exists(STATUS)) {
      return OptionalDouble.empty();
    }
    return Files.readAllLines(STATUS).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToDouble(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024.0)
        .findFirst();
  }
}
