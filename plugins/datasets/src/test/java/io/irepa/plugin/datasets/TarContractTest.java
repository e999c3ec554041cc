package io.irepa.plugin.datasets;

import io.irepa.layouts.Item;
import io.irepa.layouts.TarLayout;
import io.irepa.spi.DataSource;
import io.irepa.testkit.DataSourceContract;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Tar shards of eleven samples. */
final class TarContractTest extends DataSourceContract {
  @TempDir private static Path folder;

  @BeforeAll
  static void write() throws IOException {
    Item.Items items = Fixtures.emoji(3, 15).shuffled();
    TarLayout.write(folder, items.all(), 11);
  }

  @Override
  protected DataSource source() {
    return Fixtures.tars(folder);
  }

  @Override
  protected int resolution() {
    return 24;
  }
}
