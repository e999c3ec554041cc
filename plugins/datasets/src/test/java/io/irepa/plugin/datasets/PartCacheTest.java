package io.irepa.plugin.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PartCacheTest {
  private final List<String> read = new ArrayList<>();
  private final PartCache cache = new PartCache(2500);

  /** Asks for a part of 1064 bytes. */
  private void ask(String part) throws IOException {
    cache.get(
        part,
        () -> {
          read.add(part);
          return List.of(Optional.of(Cell.of(new byte[1000])));
        });
  }

  @Test
  void keepsWhatThereIsRoomFor() throws IOException {
    ask("a");
    ask("b");
    ask("a");
    ask("b");
    assertThat(read).as("parts that were read").containsExactly("a", "b");
  }

  @Test
  void forgetsWhatWasUsedLongestAgo() throws IOException {
    ask("a");
    ask("b");
    ask("a");
    ask("c");
    ask("a");
    ask("b");
    assertThat(read).as("parts that were read").containsExactly("a", "b", "c", "b");
  }

  @Test
  void aFailureIsNotKept() throws IOException {
    assertThatThrownBy(
            () ->
                cache.get(
                    "a",
                    () -> {
                      throw new IOException("damaged");
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage("damaged");
    ask("a");
    assertThat(read).as("parts that were read").containsExactly("a");
  }
}
