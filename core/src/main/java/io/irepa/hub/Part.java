package io.irepa.hub;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** A file that has come in part, and which state of the server's file it is part of. */
final class Part {
  private final Path bytes;
  private final Path state;

  Part(Path target) {
    this.bytes = target.resolveSibling("." + target.getFileName() + ".part");
    this.state = target.resolveSibling("." + target.getFileName() + ".part-of");
  }

  long size() throws IOException {
    return Files.exists(bytes) ? Files.size(bytes) : 0;
  }

  /** What the server called the state; empty if there is nothing to go on from. */
  Optional<String> validator() throws IOException {
    return size() > 0 && Files.exists(state)
        ? Optional.of(Files.readString(state))
        : Optional.empty();
  }

  /** Weak ones do not tell bytes from bytes. */
  void remember(Optional<String> validator) throws IOException {
    if (validator.isPresent() && validator.get().startsWith("\"")) {
      Files.writeString(state, validator.get());
    } else {
      Files.deleteIfExists(state);
    }
  }

  void append(InputStream in) throws IOException {
    try (OutputStream out =
        Files.newOutputStream(bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      in.transferTo(out);
    }
  }

  String sha256() throws IOException {
    return Checksums.sha256(bytes);
  }

  void finish(Path target) throws IOException {
    try (FileChannel channel = FileChannel.open(bytes, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(bytes, target, StandardCopyOption.ATOMIC_MOVE);
    Files.deleteIfExists(state);
  }

  void delete() throws IOException {
    Files.deleteIfExists(bytes);
    Files.deleteIfExists(state);
  }
}
