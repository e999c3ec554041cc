package io.irepa.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.irepa.IrepaException;
import io.irepa.spi.DataSource;
import io.irepa.spi.Example;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class BatchesTest {
  /** Twenty examples, labelled by their index, some of them damaged. */
  private static class Numbers implements DataSource {
    private final Set<Long> damaged;
    private final double limit;
    private final AtomicInteger reading = new AtomicInteger();
    private final AtomicBoolean closedWhileReading = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();

    Numbers(double limit, Long... damaged) {
      this.limit = limit;
      this.damaged = Set.of(damaged);
    }

    AtomicInteger reading() {
      return reading;
    }

    @Override
    public long size() {
      return 20;
    }

    @Override
    public List<String> classes() {
      return List.of("one");
    }

    @Override
    public double brokenLimit() {
      return limit;
    }

    @Override
    public Example read(long index, RandomGenerator random) throws IOException {
      reading.incrementAndGet();
      try {
        if (damaged.contains(index)) {
          throw new IOException("number " + index + " is damaged");
        }
        return new Example((int) index, new float[] {random.nextFloat()});
      } finally {
        reading.decrementAndGet();
      }
    }

    @Override
    public void close() {
      closedWhileReading.set(reading.get() > 0);
      closed.set(true);
    }
  }

  private static Batches<List<Example>> batches(
      DataSource source, long seed, int batch, long firstStep) {
    return new Batches<>(source, seed, batch, firstStep, examples -> examples);
  }

  private static List<Integer> labels(Batches<List<Example>> batches, int steps) {
    List<Integer> labels = new ArrayList<>();
    for (int step = 0; step < steps; step++) {
      batches.next().forEach(example -> labels.add(example.label()));
    }
    return labels;
  }

  @Test
  void anEpochHasEveryExampleOnce() {
    try (Batches<List<Example>> batches = batches(new Numbers(0), 1, 5, 0)) {
      assertThat(labels(batches, 4))
          .as("first epoch")
          .containsExactlyInAnyOrderElementsOf(
              LongStream.range(0, 20).mapToObj(i -> (int) i).toList());
    }
  }

  @Test
  void aRunThatStartsLaterSeesWhatItWouldHaveSeen() {
    try (Batches<List<Example>> all = batches(new Numbers(0.5, 3L), 1, 7, 0);
        Batches<List<Example>> later = batches(new Numbers(0.5, 3L), 1, 7, 6)) {
      List<Integer> whole = labels(all, 10);
      assertThat(labels(later, 4)).as("steps 6 to 9").isEqualTo(whole.subList(42, 70));
    }
  }

  @Test
  void aDamagedExampleCountsOnceHoweverOftenItIsRead() {
    try (Batches<List<Example>> batches = batches(new Numbers(0.05, 3L), 1, 10, 0)) {
      assertThat(labels(batches, 20)).as("labels of ten epochs").hasSize(200).doesNotContain(3);
      assertThat(batches.broken()).as("damaged").isEqualTo(1);
      assertThat(batches.example()).as("example").isEqualTo("number 3 is damaged");
    }
  }

  @Test
  void moreDamagedExamplesThanAllowedEndTheReading() {
    try (Batches<List<Example>> batches = batches(new Numbers(0.1, 3L, 4L, 5L), 1, 20, 0)) {
      assertThatThrownBy(() -> labels(batches, 2))
          .isInstanceOf(IrepaException.class)
          .hasMessageContainingAll("3 of 20", "allows 2", "is damaged");
    }
  }

  @Test
  void aLimitOfZeroAllowsNone() {
    try (Batches<List<Example>> batches = batches(new Numbers(0, 3L), 1, 20, 0)) {
      assertThatThrownBy(() -> labels(batches, 2))
          .isInstanceOf(IrepaException.class)
          .hasMessageContaining("allows 0");
    }
  }

  @Test
  void aSourceOfDamagedExamplesAloneEnds() {
    Long[] all = LongStream.range(0, 20).boxed().toArray(Long[]::new);
    try (Batches<List<Example>> batches = batches(new Numbers(1, all), 1, 2, 0)) {
      assertThatThrownBy(batches::next)
          .isInstanceOf(IrepaException.class)
          .hasMessageContaining("20 of 20");
    }
  }

  @Test
  void aFailureOfTheSourceComesAsItWas() {
    DataSource failing =
        new Numbers(0) {
          @Override
          public Example read(long index, RandomGenerator random) {
            throw new IllegalStateException("out of order");
          }
        };
    try (Batches<List<Example>> batches = batches(failing, 1, 2, 0)) {
      assertThatThrownBy(batches::next)
          .isExactlyInstanceOf(IllegalStateException.class)
          .hasMessage("out of order");
    }
  }

  @Test
  void theSourceIsClosedAfterTheLastRead() {
    Numbers source =
        new Numbers(0) {
          @Override
          public Example read(long index, RandomGenerator random) {
            reading().incrementAndGet();
            LockSupport.parkNanos(2_000_000);
            reading().decrementAndGet();
            return new Example(0, new float[0]);
          }
        };
    try (Batches<List<Example>> batches = batches(source, 1, 20, 0)) {
      batches.next();
    }
    assertThat(source.closed).as("closed").isTrue();
    assertThat(source.closedWhileReading).as("closed while reading").isFalse();
  }

  @Test
  void tellsHowLongAStepWaitedForSlowData() {
    Numbers slow =
        new Numbers(0) {
          @Override
          public Example read(long index, RandomGenerator random) throws IOException {
            LockSupport.parkNanos(30_000_000);
            return super.read(index, random);
          }
        };
    try (Batches<List<Example>> batches = batches(slow, 0, 2, 0)) {
      batches.next();

      assertThat(batches.waitedMilliseconds())
          .as("two reads of 30 ms each, none of them ahead of time")
          .isGreaterThanOrEqualTo(50);
    }
  }
}
