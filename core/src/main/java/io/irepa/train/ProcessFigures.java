package io.irepa.train;

import com.sun.jna.Function;
import com.sun.jna.Platform;
import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalDouble;

/** What this process holds of the system: memory, native memory included, and open files. */
final class ProcessFigures {
  private static final Path STATUS = Path.of("/proc/self/status");

  private ProcessFigures() {}

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

  /**
   * Adds {@code resident-mib} and {@code open-files}, where the operating system tells.
   *
   * @param report of a step, by name
   */
  static void addTo(Map<String, Double> report) throws IOException {
    residentMebibytes().ifPresent(mib -> report.put("resident-mib", mib));
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix) {
      report.put("open-files", (double) unix.getOpenFileDescriptorCount());
    }
  }

  /** Resident memory in MiB; empty where the operating system does not say, as on macOS. */
  private static OptionalDouble residentMebibytes() throws IOException {
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
