package io.irepa.bench;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.irepa.plugin.autoencoder.SdVae;
import io.irepa.plugin.autoencoder.SdVaeConfig;
import io.irepa.spi.Autoencoder;
import io.irepa.spi.AutoencoderUse;
import io.irepa.tensor.Autograd;
import io.irepa.tensor.Parameters;
import io.irepa.tensor.Precision;
import io.irepa.tensor.Recompute;
import io.irepa.tensor.Scope;
import io.irepa.tensor.SeededDraws;
import io.irepa.weights.Pretrained;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Encoding and decoding by Stable Diffusion's autoencoder, at the size of
 * bench/peer/autoencoder.py; prints one JSON line. Run by {@code bench/autoencoder}.
 */
public final class Vae {
  private final NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
  private final Autoencoder vae;

  private Vae(Precision precision, Path weights) {
    SdVaeConfig config =
        new SdVaeConfig(
            Optional.of("sd-vae-ft-mse"),
            Optional.of(weights),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    vae =
        new SdVae(
            config,
            AutoencoderUse.FROZEN,
            new Parameters("autoencoder", manager, precision, new SeededDraws(manager, 0, 0)),
            Pretrained.files(),
            precision,
            new Recompute(false),
            manager);
  }

  /** The median of the milliseconds that some runs of work take, after two others. */
  private static double median(int steps, Supplier<NDArray> work) {
    double[] times = new double[steps];
    for (int i = -2; i < steps; i++) {
      long begun = System.nanoTime();
      try (Scope scope = Scope.open();
          Autograd.Recording off = Autograd.off()) {
        if (work.get().isEmpty()) {
          throw new IllegalStateException("The work gave no numbers.");
        }
      }
      times[Math.max(0, i)] = (System.nanoTime() - begun) / 1e6;
    }
    Arrays.sort(times);
    return (times[(steps - 1) / 2] + times[steps / 2]) / 2;
  }

  private String run(int batch, int side, int steps) {
    NDArray images = manager.randomUniform(-1, 1, new Shape(batch, 3, side, side));
    NDArray latents = manager.randomNormal(new Shape(batch, 4, side / 8, side / 8));
    return String.format(
        Locale.ROOT,
        "{\"encode_ms\": %.1f, \"decode_ms\": %.1f}",
        median(steps, () -> vae.moments(images)),
        median(steps, () -> vae.decode(latents)));
  }

  /**
   * Measures.
   *
   * @param arguments precision, file of weights, images, their side, and how often each is timed
   */
  public static void main(String... arguments) {
    Precision precision = Precision.valueOf(arguments[0].toUpperCase(Locale.ROOT));
    System.out.println(
        new Vae(precision, Path.of(arguments[1]))
            .run(
                Integer.parseInt(arguments[2]),
                Integer.parseInt(arguments[3]),
                Integer.parseInt(arguments[4])));
  }
}
