package io.irepa.train;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import io.irepa.IoReason;
import io.irepa.IrepaException;
import io.irepa.compose.Composer;
import io.irepa.config.RunConfig;
import io.irepa.spi.Encoder;
import io.irepa.tensor.Autograd;
import io.irepa.tensor.Scope;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;

/** Times an encoder's loading and its passes over random images; nothing is written. */
public final class EncoderBench {
  private final RunConfig config;
  private final Plan plan;

  /**
   * What is measured.
   *
   * @param batch images a pass, at least 1
   * @param resolution side of the images in pixels, at least 1
   * @param steps passes that are timed, at least 1
   * @param warmup passes before them, at least 1: the first compiles kernels
   */
  public record Plan(int batch, int resolution, int steps, int warmup) {}

  /**
   * @param config checked, with one alignment that has an encoder
   */
  public EncoderBench(RunConfig config, Plan plan) {
    this.config = config;
    this.plan = plan;
  }

  /**
   * Loads the encoder and runs it.
   *
   * @throws IrepaException if it cannot be built, or fails
   */
  public EncoderFigures run() {
    try (NDManager manager =
        Engine.getEngine("PyTorch").newBaseManager(RunModel.device(config.device()))) {
      Composer composer = new Composer(config, manager);
      var chosen = config.alignment().get(0).encoder().orElseThrow();
      manager.zeros(new Shape(1)).close(); // The engine's own start is not the encoder's.
      long begun = System.nanoTime();
      Encoder encoder = composer.create(chosen, "encoder.0", Map.of());
      double loading = (System.nanoTime() - begun) / 1e6;
      NDArray images = images(manager);
      for (int i = 0; i < plan.warmup(); i++) {
        pass(encoder, images);
      }
      double[] milliseconds = new double[plan.steps()];
      for (int i = 0; i < milliseconds.length; i++) {
        milliseconds[i] = pass(encoder, images);
      }
      Arrays.sort(milliseconds);
      return new EncoderFigures(
          chosen.component().type(),
          encoder.shape(),
          config.precision(),
          manager.getDevice().toString(),
          JniUtils.getNumThreads(),
          plan.batch(),
          loading,
          milliseconds,
          ProcessFigures.peakMebibytes());
    } catch (IOException e) {
      throw new IrepaException("The process's memory cannot be read: " + IoReason.of(e) + ".", e);
    }
  }

  private NDArray images(NDManager manager) {
    try (Scope scope = Scope.open()) {
      Shape shape = new Shape(plan.batch(), 3, plan.resolution(), plan.resolution());
      return scope.keep(manager.randomUniform(0, 1, shape), manager);
    }
  }

  /** Milliseconds until the tokens are there. */
  private static double pass(Encoder encoder, NDArray images) {
    try (Scope scope = Scope.open();
        Autograd.Recording off = Autograd.off()) {
      long begun = System.nanoTime();
      NDArray tokens = encoder.tokens(images);
      tokens.flatten().get(0).toFloatArray(); // Waits for the device.
      return (System.nanoTime() - begun) / 1e6;
    }
  }
}
