package io.irepa.plugin.datasets;

import io.irepa.layouts.ArrowLayout;
import io.irepa.layouts.Item;
import io.irepa.spi.DataSource;
import io.irepa.testkit.DataSourceContract;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Arrow files of several batches, as save_to_disk writes them. */
final class ArrowContractTest extends DataSourceContract {
  @TempDir private static Path folder;

  @BeforeAll
  static void write() throws IOException {
    Item.Items items = Fixtures.emoji(3, 15).shuffled();
    ArrowLayout.write(folder, items, 17, 6);
  }

  @Override
  protected DataSource source() {
    return Fixtures.tables(folder);
  }

  @Override
  protected int resolution() {
    return 24;
  }
}
