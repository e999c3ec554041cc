package org.example.extension;

import static org.assertj.core.api.Assertions.assertThat;

import io.irepa.spi.Backbone;
import io.irepa.spi.RunShape;
import io.irepa.tensor.Parameters;
import io.irepa.tensor.Precision;
import io.irepa.tensor.Recompute;
import io.irepa.testkit.BackboneContract;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every backbone must keep is inherited; what this one promises stands here. */
final class MyExtensionTest extends BackboneContract {
  @Override
  protected Backbone backbone(Parameters parameters, Precision precision, Recompute recompute) {
    return new MyExtension(new MyExtension.Config(2, 6, 2, 2, 4, 3), parameters, recompute);
  }

  @Test
  void saysThatAPatchDoesNotFit() {
    List<String> problems = new ArrayList<>();
    new MyExtension.Config(5, 6, 2, 3, 32, 3)
        .check(
            new RunShape(Optional.empty(), Optional.empty(), Optional.empty(), List.of()),
            (key, message) -> problems.add(key + ": " + message));
    assertThat(problems)
        .as("problems")
        .containsExactly("patch: 5 does not divide the input's side 32.");
  }
}
