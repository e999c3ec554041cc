package io.irepa.plugin.autoencoder;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Configurations that say only what a test is about. */
final class Keys {
  private Optional<String> preset = Optional.empty();
  private Optional<Path> weights = Optional.empty();
  private Optional<Path> statistics = Optional.empty();
  private Optional<List<Double>> scale = Optional.empty();
  private Optional<List<Double>> bias = Optional.empty();
  private Optional<Integer> width = Optional.empty();
  private Optional<List<Integer>> multipliers = Optional.empty();
  private Optional<Integer> blocks = Optional.empty();
  private Optional<Integer> channels = Optional.empty();
  private Optional<Integer> groups = Optional.empty();
  private Optional<Boolean> attention = Optional.empty();
  private Optional<List<Integer>> levels = Optional.empty();
  private Optional<Integer> atOnce = Optional.empty();
  private Optional<Integer> tile = Optional.empty();

  private Keys() {}

  /** No key at all. */
  static Keys none() {
    return new Keys();
  }

  /** Two levels of four and eight channels, a factor of 2, attention on the second. */
  static Keys small() {
    return none().width(4).multipliers(1, 2).blocks(1).channels(3).groups(2).attentionLevels(1);
  }

  Keys preset(String name) {
    preset = Optional.of(name);
    return this;
  }

  Keys weights(Path file) {
    weights = Optional.of(file);
    return this;
  }

  Keys statistics(Path file) {
    statistics = Optional.of(file);
    return this;
  }

  Keys scale(Double... numbers) {
    scale = Optional.of(List.of(numbers));
    return this;
  }

  Keys bias(Double... numbers) {
    bias = Optional.of(List.of(numbers));
    return this;
  }

  Keys width(int number) {
    width = Optional.of(number);
    return this;
  }

  Keys multipliers(Integer... numbers) {
    multipliers = Optional.of(List.of(numbers));
    return this;
  }

  Keys blocks(int number) {
    blocks = Optional.of(number);
    return this;
  }

  Keys channels(int number) {
    channels = Optional.of(number);
    return this;
  }

  Keys groups(int number) {
    groups = Optional.of(number);
    return this;
  }

  Keys attention(boolean there) {
    attention = Optional.of(there);
    return this;
  }

  Keys attentionLevels(Integer... numbers) {
    levels = Optional.of(List.of(numbers));
    return this;
  }

  Keys atOnce(int images) {
    atOnce = Optional.of(images);
    return this;
  }

  Keys tile(int side) {
    tile = Optional.of(side);
    return this;
  }

  SdVaeConfig config() {
    return new SdVaeConfig(
        preset,
        weights,
        statistics,
        scale,
        bias,
        width,
        multipliers,
        blocks,
        channels,
        groups,
        attention,
        levels,
        atOnce,
        tile);
  }
}
