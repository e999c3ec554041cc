package io.irepa.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.irepa.spi.AlignmentLoss;
import io.irepa.spi.Autoencoder;
import io.irepa.spi.Backbone;
import io.irepa.spi.BackboneShape;
import io.irepa.spi.DataSource;
import io.irepa.spi.Example;
import io.irepa.spi.Field;
import io.irepa.spi.LatentShape;
import io.irepa.spi.Optimizer;
import io.irepa.spi.Prediction;
import io.irepa.spi.Projector;
import io.irepa.spi.Sampler;
import io.irepa.spi.Schedule;
import io.irepa.spi.TargetNorm;
import io.irepa.spi.Tokens;
import io.irepa.tensor.Autograd;
import io.irepa.tensor.Draws;
import io.irepa.tensor.Initializer;
import io.irepa.tensor.Parameters;
import io.irepa.tensor.Precision;
import io.irepa.tensor.Recompute;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** A contract that every extension kept would promise nothing: each is broken here. */
final class ContractsCanFailTest {
  /** One inherited test of a contract. */
  @FunctionalInterface
  private interface Check<T> {
    void run(T contract) throws Exception;
  }

  private static <T extends Contract> void assertBroken(String how, T contract, Check<T> check) {
    contract.openManager();
    try {
      assertThatThrownBy(() -> check.run(contract)).as(how).isInstanceOf(AssertionError.class);
    } finally {
      contract.closeManager();
    }
  }

  private static AlignmentLossContract loss(AlignmentLoss loss) {
    return new AlignmentLossContract() {
      @Override
      protected AlignmentLoss loss() {
        return loss;
      }
    };
  }

  @Test
  void alignmentLosses() {
    assertBroken(
        "a gradient of half the loss",
        loss(
            (p, z, h) -> {
              NDArray squares = p.values().square();
              return squares.add(Autograd.detach(squares)).mean();
            }),
        c -> c.gradientAgreesWithFiniteDifferences(Precision.FLOAT64));
    assertBroken(
        "a gradient of nine tenths of the loss, in float32",
        loss(
            (p, z, h) -> {
              NDArray squares = p.values().square();
              return squares.mul(0.9f).add(Autograd.detach(squares).mul(0.1f)).mean();
            }),
        c -> c.gradientAgreesWithFiniteDifferences(Precision.FLOAT32));
    assertBroken(
        "a number for each token",
        loss((p, z, h) -> p.values().mean(new int[] {2})),
        AlignmentLossContract::givesOneFiniteNumber);
    assertBroken(
        "an argument changed in place",
        loss((p, z, h) -> z.values().addi(1).mean()),
        AlignmentLossContract::repeatsItselfAndChangesNothing);
  }

  @Test
  void targetNorms() {
    TargetNormContract broken =
        new TargetNormContract() {
          @Override
          protected TargetNorm norm() {
            return tokens -> new Tokens(tokens.values().sub(tokens.values().mean()), tokens.grid());
          }
        };
    assertBroken("the batch's mean", broken, TargetNormContract::treatsEachImageAlone);
  }

  /** A linear layer that is wrong in one way. */
  private static ProjectorContract projector(boolean rounds) {
    return new ProjectorContract() {
      @Override
      protected Projector projector(
          Parameters parameters, Projector.Widths widths, Precision precision) {
        parameters.parameter(
            "w", new Shape(widths.hidden(), widths.target()), Initializer.normal(1));
        NDArray kept = parameters.get("w");
        return hidden -> {
          NDArray projected = hidden.values().matMul(rounds ? kept : Autograd.detach(kept));
          boolean bfloat16 = precision == Precision.BFLOAT16;
          NDArray rounded = rounds && bfloat16 ? projected.round() : projected;
          return new Tokens(rounded, hidden.grid());
        };
      }
    };
  }

  @Test
  void projectors() {
    assertBroken(
        "parameters without a gradient",
        projector(false),
        c -> c.gradientsAgreeWithFiniteDifferences(Precision.FLOAT64));
    assertBroken("whole numbers in bfloat16", projector(true), ProjectorContract::precisionsAgree);
  }

  @Test
  void backbones() {
    BackboneContract broken =
        new BackboneContract() {
          @Override
          protected Backbone backbone(
              Parameters parameters, Precision precision, Recompute recompute) {
            Backbone whole = Fakes.backbone(parameters, Fakes.SHAPE);
            NDArray kept = parameters.get("value");
            int[] runs = {0};
            return new Backbone() {
              @Override
              public BackboneShape shape() {
                return whole.shape();
              }

              @Override
              public Prediction forward(Inputs inputs, Set<Integer> taps) {
                NDList scaled =
                    recompute.block(
                        given -> new NDList(given.head().mul(++runs[0])),
                        new NDList(inputs.x().mul(kept)));
                return new Prediction(scaled.head(), whole.forward(inputs, Set.of(1)).hidden());
              }
            };
          }
        };
    assertBroken("a kept parameter", broken, BackboneContract::asksForItsParametersAtEachCall);
    assertBroken(
        "a block that is another the second time",
        broken,
        c -> c.computesTheSameWhenActivationsAreNotKept(Precision.FLOAT64));
    assertBroken(
        "a tap too few", broken, c -> c.givesAPredictionAndTheTapsAskedFor(Precision.FLOAT32));
  }

  private static SamplerContract sampler(Sampler sampler) {
    return new SamplerContract() {
      @Override
      protected Sampler sampler() {
        return sampler;
      }
    };
  }

  private static NDArray asked(Field field, NDArray x, NDArray y, float time) {
    NDArray t = x.getManager().ones(new Shape(y.size())).mul(time);
    return x.sub(field.velocity(x, t, y));
  }

  @Test
  void samplers() {
    assertBroken(
        "half of the point",
        sampler((field, noise, y, plan, draws) -> asked(field, noise, y, 1).mul(0.5f)),
        SamplerContract::endsAtTheData);
    assertBroken(
        "no class asked for all along",
        sampler((field, noise, y, plan, draws) -> asked(field, noise, y.zerosLike().add(4), 1)),
        SamplerContract::asksForNoClassOnlyWhereGuidanceActs);
    assertBroken(
        "the wrong direction",
        sampler((field, noise, y, plan, draws) -> asked(field, noise, y, 0.5f)),
        SamplerContract::goesFromNoiseToData);
  }

  private static OptimizerContract optimizer(Sgd optimizer) {
    return new OptimizerContract() {
      @Override
      protected Optimizer optimizer() {
        return optimizer;
      }
    };
  }

  /** Moves by so many times the gradient, and as far again for what it remembers. */
  private record Sgd(float factor, List<String> moments, LongFunction<Float> more)
      implements Optimizer {
    @Override
    public double learningRate(long step, long steps) {
      return (double) steps / step;
    }

    @Override
    public double clip() {
      return 0;
    }

    @Override
    public void update(NDList parameters, NDList gradients, List<NDList> moments, Update update) {
      for (int i = 0; i < parameters.size(); i++) {
        float far = factor * (float) update.learningRate();
        parameters.get(i).addi(gradients.get(i).mul(far)).addi(more.apply(update.step()));
      }
    }
  }

  @Test
  void optimizers() {
    assertBroken(
        "a move up",
        optimizer(new Sgd(1, List.of(), step -> 0f)),
        OptimizerContract::movesAgainstTheGradient);
    assertBroken(
        "a drift",
        optimizer(new Sgd(-1, List.of(), step -> 0.1f)),
        OptimizerContract::staysWithoutAGradient);
    assertBroken(
        "randomness",
        optimizer(new Sgd(-1, List.of(), step -> new Random().nextFloat())),
        OptimizerContract::keepsItsStateInTheMoments);
    assertBroken(
        "two moments of one name",
        optimizer(new Sgd(-1, List.of("m", "m"), step -> 0f)),
        OptimizerContract::namesAndShapesItsMoments);
    assertBroken(
        "an infinite first learning rate",
        optimizer(new Sgd(-1, List.of(), step -> 0f)),
        OptimizerContract::hasUsableNumbers);
    assertBroken(
        "an update that was to be skipped",
        optimizer(new Sgd(-1, List.of(), step -> 0f)),
        OptimizerContract::leavesAllAsItIsWhenToldToSkip);
  }

  @Test
  void schedules() {
    ScheduleContract broken =
        new ScheduleContract() {
          @Override
          protected Schedule schedule() {
            return (step, steps) -> 1 - 2.0 * step / steps;
          }
        };
    assertThatThrownBy(() -> broken.givesAUsableFactorAtEveryStep(100))
        .as("a factor below zero")
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void autoencoders() {
    AutoencoderContract broken =
        new AutoencoderContract() {
          @Override
          protected Autoencoder autoencoder(Parameters parameters, Precision precision) {
            Autoencoder whole = Fakes.autoencoder(parameters, 4);
            return new Autoencoder() {
              @Override
              public NDArray encode(NDArray images, Draws draws) {
                draws.uniform("other", new Shape(1));
                return whole.encode(images, draws);
              }

              @Override
              public NDArray decode(NDArray latents) {
                return latents;
              }
            };
          }

          @Override
          protected LatentShape latents() {
            return new LatentShape(4, 2);
          }
        };
    assertBroken("another draw", broken, AutoencoderContract::drawsThePosteriorAlone);
    assertBroken(
        "latents as images", broken, AutoencoderContract::encodesAndDecodesToTheShapesAnnounced);
  }

  private static DataSourceContract source(LongFunction<Example> examples) {
    return new DataSourceContract() {
      @Override
      protected int resolution() {
        return 1;
      }

      @Override
      protected DataSource source() {
        return new DataSource() {
          @Override
          public long size() {
            return 20;
          }

          @Override
          public List<String> classes() {
            return List.of("a", "b");
          }

          @Override
          public Example read(long index, RandomGenerator random) {
            return examples.apply(index);
          }

          @Override
          public void close() {}
        };
      }
    };
  }

  @Test
  void dataSources() {
    DataSourceContract wrong = source(i -> new Example((int) i, new float[] {0, 1, i}));
    assertThatThrownBy(wrong::labelsNameAClass)
        .as("labels beyond the classes")
        .isInstanceOf(AssertionError.class);
    assertThatThrownBy(wrong::imagesHaveTheirSizeAndRange)
        .as("values above 1")
        .isInstanceOf(AssertionError.class);
    DataSourceContract random =
        source(i -> new Example(0, new float[] {0, 1, new Random().nextFloat()}));
    assertThatThrownBy(random::sameRandomGivesTheSameExample)
        .as("randomness of its own")
        .isInstanceOf(AssertionError.class);
    assertThatThrownBy(random::threadsReadWhatOneAloneReads)
        .as("randomness of its own, in threads")
        .isInstanceOf(AssertionError.class);
  }
}
