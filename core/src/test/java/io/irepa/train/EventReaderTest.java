package io.irepa.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The reader that judges event files is judged here. */
final class EventReaderTest {
  @TempDir private Path folder;

  @Test
  void checksumHasTheKnownValue() {
    assertThat(EventReader.crc32c("123456789".getBytes(StandardCharsets.US_ASCII)))
        .as("CRC-32C of 123456789")
        .isEqualTo(0xE3069283);
  }

  @Test
  void aFlippedBitIsFound() throws IOException {
    Path file = folder.resolve("events");
    try (EventFile events = new EventFile(file, 1.5)) {
      events.scalar(1, 1.5, "loss", 2);
    }
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 6] ^= 1;
    Files.write(file, bytes);
    assertThatThrownBy(() -> EventReader.read(file)).as("reading").isInstanceOf(IOException.class);
  }
}
