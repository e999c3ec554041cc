package org.example.extension;

import static org.assertj.core.api.Assertions.assertThat;

import io.irepa.spi.Opening;
import io.irepa.spi.Tracker;
import io.irepa.testkit.TrackerContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every tracker must keep is inherited; what this one promises stands here. */
final class MyExtensionTest extends TrackerContract {
  @TempDir private Path folder;

  @Override
  protected Tracker tracker() {
    return new MyExtension(new MyExtension.Config("metrics.csv"));
  }

  @Override
  protected List<String> records(Path run) throws IOException {
    return Files.readAllLines(run.resolve("metrics.csv"));
  }

  @Test
  void writesALineANumber() throws IOException {
    try (Tracker tracker = tracker()) {
      tracker.open(new Opening(folder, "test", 0, "name: test\n", warning -> {}));
      tracker.scalars(1, Map.of("loss.total", 0.5, "learning-rate", 0.25));
    }
    assertThat(records(folder))
        .as("lines")
        .containsExactly("step,name,value", "1,learning-rate,0.25", "1,loss.total,0.5");
  }
}
