package io.irepa.hub;

import io.irepa.IrepaException;
import io.irepa.WholeFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The file SHA256SUMS of a folder, which {@code sha256sum -c} reads too. */
final class Checksums {
  private final Path file;

  Checksums(Path folder) {
    this.file = folder.resolve("SHA256SUMS");
  }

  static String sha256(Path path) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (InputStream in = new DigestInputStream(Files.newInputStream(path), digest)) {
        in.transferTo(java.io.OutputStream.nullOutputStream());
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256.", e);
    }
  }

  /**
   * That a file is what was fetched.
   *
   * @throws IrepaException if it was not fetched, or is another by now
   */
  void check(Path path, Optional<String> expected) throws IOException {
    String known = read().get(path.getFileName().toString());
    if (known == null) {
      throw new IrepaException(
          "%s is there, and was not fetched: %s does not list it. Move it away, or use it as it is."
              .formatted(path, file));
    }
    String sum = sha256(path);
    if (!sum.equals(known) || (expected.isPresent() && !sum.equalsIgnoreCase(expected.get()))) {
      throw new IrepaException(
          "%s has the SHA-256 %s and should have %s. Delete it to fetch it again."
              .formatted(path, sum, sum.equals(known) ? expected.orElseThrow() : known));
    }
  }

  void add(String name, String sum) throws IOException {
    Map<String, String> sums = read();
    sums.put(name, sum);
    StringBuilder text = new StringBuilder();
    sums.forEach((key, value) -> text.append(value).append("  ").append(key).append('\n'));
    WholeFile.write(file, text.toString());
  }

  private Map<String, String> read() throws IOException {
    Map<String, String> sums = new LinkedHashMap<>();
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        int gap = line.indexOf("  ");
        if (gap > 0) {
          sums.put(line.substring(gap + 2), line.substring(0, gap));
        }
      }
    }
    return sums;
  }
}
