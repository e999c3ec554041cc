package io.irepa.hub;

import io.irepa.IoReason;
import io.irepa.IrepaException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Fetches a file to a place: whole, with the right checksum, or not at all. */
final class Fetcher {
  private final Wire wire;
  private final Consumer<String> said;

  Fetcher(URI base, Optional<String> token, Consumer<String> said) {
    this.wire = new Wire(base, token);
    this.said = said;
  }

  /**
   * Fetches a file, unless it is there.
   *
   * @param expected SHA-256 in hexadecimal digits; the server's, if it states one, where absent
   * @return false if the server has no such file
   * @throws IrepaException if it does not come in whole
   */
  boolean fetch(URI address, Path target, Optional<String> expected) {
    try {
      Checksums sums = new Checksums(target.getParent());
      if (Files.exists(target)) {
        sums.check(target, expected);
        said.accept(target + " is there already");
        return true;
      }
      Part part = new Part(target);
      try (Wire.Answer answer = wire.get(address, part.validator(), part.size())) {
        if (answer.missing()) {
          return false;
        }
        Files.createDirectories(target.getParent());
        String sum = receive(answer, part, target);
        Optional<String> stated = expected.or(answer::sha256);
        if (stated.isPresent() && !stated.get().equalsIgnoreCase(sum)) {
          part.delete();
          throw new IrepaException(
              "%s came with the SHA-256 %s and should have %s. It was deleted; fetch it again, or ask who publishes it."
                  .formatted(address, sum, stated.get()));
        }
        sums.add(target.getFileName().toString(), sum);
        part.finish(target);
        said.accept(
            "%s: %d bytes, SHA-256 %s%s"
                .formatted(
                    target,
                    Files.size(target),
                    sum,
                    stated.isPresent() ? ", as stated" : "; none was stated"));
        return true;
      }
    } catch (IOException e) {
      throw new IrepaException(
          "%s cannot be fetched to %s: %s.".formatted(address, target, IoReason.of(e)), e);
    }
  }

  /** Appends what comes to the part, and returns the checksum of the whole. */
  private String receive(Wire.Answer answer, Part part, Path target) throws IOException {
    if (!answer.continues()) {
      part.delete();
    }
    long before = part.size();
    OptionalLong length = answer.length();
    part.remember(answer.validator());
    said.accept(
        "%s: %s bytes to come%s"
            .formatted(
                target,
                length.isPresent() ? length.getAsLong() : "an unknown number of",
                before > 0 ? ", after %d that are there".formatted(before) : ""));
    try {
      part.append(answer.body());
    } catch (IOException e) {
      throw new IrepaException(ended(target, part, IoReason.of(e)), e);
    }
    if (length.isPresent() && part.size() != before + length.getAsLong()) {
      throw new IrepaException(ended(target, part, "the connection ended"));
    }
    return part.sha256();
  }

  private static String ended(Path target, Part part, String why) throws IOException {
    return "%s did not come in whole: %s after %d bytes. What came is kept; run the same command again to go on."
        .formatted(target, why, part.size());
  }
}
