package io.irepa.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.irepa.IrepaException;
import io.irepa.config.CacheConfig.Format;
import io.irepa.spi.Grid;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of five images each, of 2x2 tokens of width 3, both orientations stored. */
final class CacheTest {
  private static final int EXAMPLES = 12;

  @TempDir private Path folder;

  private static CacheLayout layout(long examples, int shard, int stored) {
    return new CacheLayout(
        CacheKind.FEATURES,
        new RowCodec(Format.FLOAT32, 4, 3),
        new Grid(2, 2),
        2,
        stored,
        examples,
        shard,
        99);
  }

  private static float[] tokens(long index, int orientation) {
    float[] tokens = new float[12];
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = 1000f * index + 100f * orientation + i;
    }
    return tokens;
  }

  private static long hash(long index, int orientation) {
    return 10L * (index + 1L) + orientation;
  }

  private void write(CacheLayout layout, int file) throws IOException {
    try (ShardWriter writer = new ShardWriter(folder.resolve(layout.name(file)), layout, file)) {
      for (int place = 0; place < layout.count(file); place++) {
        long index = layout.first(file) + place;
        for (int orientation = 0; orientation < 2; orientation++) {
          writer.hash(place, orientation, hash(index, orientation));
          if (orientation < layout.stored()) {
            writer.content(place, orientation, tokens(index, orientation), 0);
          }
        }
      }
      writer.finish();
    }
  }

  private CacheLayout written() throws IOException {
    CacheLayout layout = layout(EXAMPLES, 5, 2);
    for (int file = 0; file < layout.shards(); file++) {
      write(layout, file);
    }
    return layout;
  }

  @Test
  void givesTheTokensOfEachImageInBothOrientations() throws IOException {
    Cache cache = Cache.open(folder, written(), false);
    for (int index = 0; index < EXAMPLES; index++) {
      for (int orientation = 0; orientation < 2; orientation++) {
        assertThat(cache.of(index, hash(index, orientation)))
            .as("image %d, orientation %d", index, orientation)
            .containsExactly(tokens(index, orientation));
      }
    }
  }

  @Test
  void mirrorsTheGridWhereOneOrientationIsStored() throws IOException {
    CacheLayout layout = layout(1, 5, 1);
    write(layout, 0);
    assertThat(Cache.open(folder, layout, false).of(0, hash(0, 1)))
        .as("columns exchanged")
        .containsExactly(3, 4, 5, 0, 1, 2, 9, 10, 11, 6, 7, 8);
  }

  @Test
  void leavesTheOrientationThatIsNotStoredToTheEncoder() throws IOException {
    CacheLayout layout = layout(1, 5, 1);
    write(layout, 0);
    Cache cache = Cache.open(folder, layout, true);
    assertThat(cache.of(0, hash(0, 0))).as("stored").containsExactly(tokens(0, 0));
    assertThat(cache.of(0, hash(0, 1))).as("mirrored").isEmpty();
  }

  @Test
  void noticesAChangedImage() throws IOException {
    Cache cache = Cache.open(folder, written(), false);
    assertThatThrownBy(() -> cache.of(7, 12345))
        .isInstanceOf(IrepaException.class)
        .hasMessageContainingAll("Image 7", "has changed", "irepa cache features");
  }

  @Test
  void saysWhichFileIsMissing() throws IOException {
    CacheLayout layout = written();
    Files.delete(folder.resolve(layout.name(1)));
    assertThatThrownBy(() -> Cache.open(folder, layout, false))
        .isInstanceOf(IrepaException.class)
        .hasMessageContainingAll("shard-000001.tokens", "2 of 3");
  }

  @Test
  void aFileInTheMakingIsNoFile() throws IOException {
    CacheLayout layout = written();
    Files.move(folder.resolve(layout.name(2)), folder.resolve(".shard-000002.tokens.writing"));
    assertThatThrownBy(() -> Cache.open(folder, layout, false))
        .isInstanceOf(IrepaException.class)
        .hasMessageContaining("shard-000002.tokens is missing");
  }

  @Test
  void refusesATruncatedFile() throws IOException {
    CacheLayout layout = written();
    Path file = folder.resolve(layout.name(0));
    try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
      access.setLength(access.length() - 1);
    }
    Cache cache = Cache.open(folder, layout, false);
    assertThatThrownBy(() -> cache.of(0, hash(0, 0)))
        .isInstanceOf(IrepaException.class)
        .hasMessageContainingAll("shard-000000.tokens", "should have");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 9, 17, 25, 29, 33, 37, 70, 77})
  void refusesADamagedHeaderOrTable(int position) throws IOException {
    CacheLayout layout = written();
    flip(position);
    Cache cache = Cache.open(folder, layout, false);
    assertThatThrownBy(() -> cache.of(0, hash(0, 0)))
        .isInstanceOf(IrepaException.class)
        .hasMessageContaining("cannot be used");
  }

  @Test
  void refusesDamagedTokensAndGivesTheOthers() throws IOException {
    CacheLayout layout = written();
    flip(layout.content(0, 3, 1) + 7);
    Cache cache = Cache.open(folder, layout, false);
    assertThatCode(() -> cache.of(3, hash(3, 0))).as("whole ones").doesNotThrowAnyException();
    assertThatThrownBy(() -> cache.of(3, hash(3, 1)))
        .isInstanceOf(IrepaException.class)
        .hasMessageContaining("image 3 have a wrong checksum");
  }

  private void flip(int position) throws IOException {
    Path file = folder.resolve("shard-000000.tokens");
    byte[] bytes = Files.readAllBytes(file);
    bytes[position] ^= 4;
    Files.write(file, bytes);
  }

  @Test
  void tenMillionImagesOpenWithinASecondAndWithLittleHeap() throws IOException {
    CacheLayout layout = layout(10_000_000, 5000, 2);
    for (int file = 0; file < layout.shards() - 1; file++) {
      try (RandomAccessFile sparse =
          new RandomAccessFile(folder.resolve(layout.name(file)).toFile(), "rw")) {
        sparse.setLength(layout.bytes(file));
      }
    }
    write(layout, layout.shards() - 1);
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    long before = runtime.totalMemory() - runtime.freeMemory();
    long begun = System.nanoTime();
    Cache cache = Cache.open(folder, layout, false);
    float[] last = cache.of(9_999_999, hash(9_999_999, 1));
    long milliseconds = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
    System.gc();
    long heap = runtime.totalMemory() - runtime.freeMemory() - before;
    assertThat(last).as("the last image's tokens").containsExactly(tokens(9_999_999, 1));
    assertThat(milliseconds).as("milliseconds to open and read one").isLessThan(1000);
    assertThat(heap).as("bytes of heap kept").isLessThan(4 << 20);
  }
}
