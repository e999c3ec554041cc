package org.example.extension;

import io.irepa.spi.Objective;
import io.irepa.testkit.ObjectiveContract;
import java.util.List;

/** What every objective must keep is inherited; add what yours promises. */
final class MyExtensionTest extends ObjectiveContract {
  @Override
  protected Objective objective(Parts parts) {
    return new MyExtension(new MyExtension.Config(0.1), parts.backbone(), parts.alignment());
  }

  @Override
  protected List<String> draws() {
    return List.of("time", "noise", "drop");
  }
}
