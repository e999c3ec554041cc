package io.irepa.plugin.meanflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.irepa.spi.BackboneShape;
import io.irepa.spi.RunShape;
import io.irepa.spi.Sampler;
import io.irepa.testkit.Fakes;
import io.irepa.testkit.SamplerContract;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class MeanFlowSamplerTest {
  @Nested
  final class KeepsTheContract extends SamplerContract {
    @Override
    protected Sampler sampler() {
      return new MeanFlowSampler(new MeanFlowSampler.Config());
    }
  }

  @Test
  void aBackboneWithoutAnIntervalIsRefused() {
    BackboneShape shape = Fakes.SHAPE;
    assertThat(shape.interval()).as("the fake embeds an interval").isFalse();
    RunShape run = new RunShape(Optional.empty(), Optional.empty(), Optional.of(shape), List.of());
    List<String> problems = new ArrayList<>();
    new MeanFlowSampler.Config().check(run, (key, text) -> problems.add(text));
    assertThat(problems).singleElement().asString().contains("euler");
  }
}
