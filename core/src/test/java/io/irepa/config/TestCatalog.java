package io.irepa.config;

import io.irepa.spi.AlignmentLoss;
import io.irepa.spi.Autoencoder;
import io.irepa.spi.Backbone;
import io.irepa.spi.BackboneShape;
import io.irepa.spi.DataSource;
import io.irepa.spi.Default;
import io.irepa.spi.Doc;
import io.irepa.spi.Encoder;
import io.irepa.spi.Grid;
import io.irepa.spi.Guidance;
import io.irepa.spi.Interpolant;
import io.irepa.spi.Objective;
import io.irepa.spi.Optimizer;
import io.irepa.spi.Problems;
import io.irepa.spi.Projector;
import io.irepa.spi.Range;
import io.irepa.spi.RunShape;
import io.irepa.spi.Sampler;
import io.irepa.spi.Schedule;
import io.irepa.spi.Settings;
import io.irepa.spi.TargetNorm;
import io.irepa.spi.TokenShape;
import io.irepa.spi.Tracker;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A catalog of types that exist in name only. */
final class TestCatalog implements Catalog {
  /** A complete run over it. */
  static final String RUN =
      """
      data: {type: folder, path: images}
      backbone: {type: net, size: B/2}
      objective: {type: flow}
      alignment:
        - encoder: {type: eyes}
          depth: 3
      """;

  record Folder(
      @Doc(value = "a folder | or a zip", example = "images") Path path,
      @Doc("side") @Default("8") @Range(min = 1) int resolution)
      implements DataSource.Shaped {}

  record Net(
      @Doc("published size") Optional<String> size,
      @Doc("blocks") @Default("4") @Range(min = 1, max = 100) int depth,
      @Doc("MLP ratio") @Default("4.0") @Range(min = 0.5) double mlpRatio,
      @Doc("norms") @Default("false") boolean qkNorm)
      implements Backbone.Shaped {
    @Override
    public BackboneShape shape() {
      return new BackboneShape(3, 8, new Grid(4, 4), 16, depth, 10, false);
    }

    @Override
    public void check(RunShape run, Problems problems) {
      if (size.filter(name -> name.equals("bad")).isPresent()) {
        problems.add("size", "There is no size 'bad'.");
      }
    }
  }

  record Flow(
      @Doc("path") @Default("linear") Interpolant path,
      @Doc("share") @Default("0.1") @Range(min = 0, max = 1) double labelDrop,
      @Doc("in training") @Default("{scale: 2.0}") Guidance guidance)
      implements Settings {}

  record Eyes(@Doc("side of the grid") @Default("4") @Range(min = 1) int grid)
      implements Encoder.Shaped {
    @Override
    public TokenShape tokens() {
      return new TokenShape(new Grid(grid, grid), 5);
    }
  }

  record Fixed(@Doc("width it gives") @Default("5") @Range(min = 1) int gives)
      implements Projector.Shaped {
    @Override
    public OptionalInt width() {
      return OptionalInt.of(gives);
    }
  }

  record Adam(
      @Doc("rate") @Default("1.0e-4") @Range(min = 0) double learningRate,
      @Doc("decays") @Default("[0.9, 0.999]") @Range(min = 0, max = 1) List<Double> betas) {}

  private static final List<ComponentType> TYPES =
      List.of(
          with(DataSource.class, "folder", Folder.class),
          with(Backbone.class, "net", Net.class),
          with(Objective.class, "flow", Flow.class),
          with(Encoder.class, "eyes", Eyes.class),
          with(Optimizer.class, "adamw", Adam.class),
          plain(Autoencoder.class, "none"),
          plain(Projector.class, "mlp"),
          plain(Projector.class, "linear"),
          with(Projector.class, "fixed", Fixed.class),
          plain(TargetNorm.class, "none"),
          plain(AlignmentLoss.class, "cosine"),
          plain(Schedule.class, "constant"),
          plain(Sampler.class, "euler"),
          plain(Sampler.class, "heun"),
          plain(Tracker.class, "jsonl"),
          plain(Tracker.class, "tensorboard"));

  private static ComponentType with(Class<?> slot, String type, Class<? extends Record> settings) {
    return new ComponentType(
        slot, type, Object.class, Optional.of(settings), "core", "the " + type + " for tests");
  }

  private static ComponentType plain(Class<?> slot, String type) {
    return new ComponentType(
        slot, type, Object.class, Optional.empty(), "core", "the " + type + " for tests");
  }

  @Override
  public List<ComponentType> types(Class<?> slot) {
    return TYPES.stream().filter(type -> type.slot() == slot).toList();
  }

  static RunConfig read(String text) {
    return new RunConfigReader(new TestCatalog())
        .bind((Node.Mapping) YamlReader.text("run.yaml", text), true);
  }
}
