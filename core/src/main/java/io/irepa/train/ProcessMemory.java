package io.irepa.train;

import com.sun.jna.Function;
import com.sun.jna.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;

/** How much memory this process holds, native memory included. */
final class ProcessMemory {
  private static final Path STATUS = Path.of("/proc/self/status");

  private ProcessMemory() {}

  /**
   * Gives freed native memory back to the operating system, where the C library can: after work
   * that needs other sizes than a training step, such as sampling.
   */
  static void release() {
    if (Platform.isLinux()) {
      try {
        Function.getFunction(Platform.C_LIBRARY_NAME, "malloc_trim").invokeInt(new Object[] {0L});
      } catch (UnsatisfiedLinkError e) {
        // A C library without it, such as musl, keeps no such memory either.
        return;
      }
    }
  }

  /** Resident memory in MiB; empty where the operating system does not say, as on macOS. */
  static OptionalDouble residentMebibytes() throws IOException {
    return status("VmRSS:");
  }

  /** The most that was ever resident, in MiB; empty where the operating system does not say. */
  static OptionalDouble peakMebibytes() throws IOException {
    return status("VmHWM:");
  }

  private static OptionalDouble status(String key) throws IOException {
    if (!Files.exists(STATUS)) {
      return OptionalDouble.empty();
    }
    return Files.readAllLines(STATUS).stream()
        .filter(line -> line.startsWith(key))
        .mapToDouble(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024.0)
        .findFirst();
  }
}
