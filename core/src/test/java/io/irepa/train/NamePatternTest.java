package io.irepa.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NamePatternTest {
  private static final List<String> NAMES =
      List.of(
          "backbone.x_embedder.proj.weight",
          "backbone.blocks.0.attn.qkv.weight",
          "backbone.blocks.0.attn.qkv.bias",
          "backbone.blocks.10.attn.qkv.bias",
          "projector.0.weight");

  @ParameterizedTest
  @CsvSource({
    "*.bias, 2",
    "backbone.*, 4",
    "*blocks.?.*, 2",
    "projector.0.weight, 1",
    "weight, 0",
    "*(weight)*, 0",
    "*, 5",
    "backbone?x_embedder*, 1"
  })
  void fitsWholeNames(String pattern, int count) {
    assertThat(new NamePattern(pattern).matching(NAMES)).as("names that fit").hasSize(count);
  }

  @Test
  void findsTheNearestName() {
    assertThat(new NamePattern("*blocks.0.atn.qkv.bais").nearest(NAMES, 1))
        .as("nearest")
        .containsExactly("backbone.blocks.0.attn.qkv.bias");
  }
}
