package io.irepa.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.index.NDIndex;
import io.irepa.IrepaException;
import io.irepa.spi.Batch;
import io.irepa.spi.Encoder;
import io.irepa.spi.TokenShape;
import io.irepa.spi.Tokens;
import io.irepa.tensor.Autograd;
import io.irepa.tensor.Draws;
import io.irepa.tensor.Host;
import io.irepa.tensor.Kernel;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** From the host's arrays to a batch on the device: images, latents, labels and tokens. */
final class BatchAssembler {
  private static final Kernel ROWS = Kernel.of(BatchAssembler.class, "rows.ts.py");
  private static final Kernel REPLACED = Kernel.of(BatchAssembler.class, "rows_replaced.ts.py");

  private final NDManager manager;
  private final Latents latents;
  private final Map<Integer, Encoder> encoders;
  private final List<TokenShape> targets;

  /**
   * @param latents where x comes from
   * @param encoders by alignment; those whose tokens all examples carry are left out
   * @param targets the tokens' shapes
   */
  BatchAssembler(
      NDManager manager,
      Latents latents,
      Map<Integer, Encoder> encoders,
      List<TokenShape> targets) {
    this.manager = manager;
    this.latents = latents;
    this.encoders = encoders;
    this.targets = targets;
  }

  /**
   * Some examples as a batch, whose arrays come to the device when they are first asked for.
   *
   * @param host open as long as the batch is used
   * @param from the first example
   * @param to the one after the last
   * @param draws of the step, for the autoencoder
   * @param owner of the batch's arrays; if empty, they live as long as the scope in which they are
   *     first asked for
   */
  Batch assemble(
      HostBatch host, int from, int to, long step, Draws draws, Optional<NDManager> owner) {
    return new Assembled(host, from, to, step, draws, owner);
  }

  private final class Assembled implements Batch {
    private final HostBatch host;
    private final int from;
    private final int to;
    private final long step;
    private final Draws draws;
    private final Optional<NDManager> owner;
    private final Map<String, NDArray> made = new HashMap<>();

    Assembled(HostBatch host, int from, int to, long step, Draws draws, Optional<NDManager> owner) {
      this.owner = owner;
      this.host = host;
      this.from = from;
      this.to = to;
      this.step = step;
      this.draws = draws;
    }

    private NDArray once(String name, Supplier<NDArray> make) {
      NDArray array = made.get(name);
      if (array == null) {
        try (Autograd.Recording off = Autograd.off()) {
          array = make.get();
          if (owner.isPresent()) {
            // What was made from Java's numbers lies in memory that belongs to the scope.
            array = array.duplicate();
            NDScope.unregister(array);
            array.attach(owner.get());
          }
        }
        made.put(name, array);
      }
      return array;
    }

    private NDArray uploaded(NDArray all) {
      boolean whole = from == 0 && to == host.size();
      return Host.on(manager, whole ? all : all.get(new NDIndex().addSliceDim(from, to)));
    }

    @Override
    public long step() {
      return step;
    }

    /** [B,3,H,W] in [0,1]. */
    private NDArray pixels() {
      return once("pixels", () -> uploaded(host.images().orElseThrow(BatchAssembler::noImages)));
    }

    @Override
    public NDArray images() {
      return once("images", () -> pixels().mul(2f).sub(1f));
    }

    @Override
    public NDArray x() {
      return once(
          "x",
          () ->
              host.latents()
                  .map(part -> latents.scaled(completed(part, this::encoded), draws))
                  .orElseGet(() -> latents.of(images(), draws)));
    }

    @Override
    public NDArray labels() {
      return once("labels", () -> Host.array(manager, Arrays.copyOfRange(host.labels(), from, to)));
    }

    @Override
    public Tokens target(int alignment) {
      NDArray values =
          once(
              "target." + alignment,
              () ->
                  host.targets().isEmpty()
                      ? encoders.get(alignment).tokens(pixels())
                      : completed(host.targets().get(alignment), rows -> tokens(alignment, rows)));
      return new Tokens(values, targets.get(alignment).grid());
    }

    private NDArray tokens(int alignment, NDArray rows) {
      return encoders.get(alignment).tokens(ROWS.call(pixels(), rows));
    }

    private NDArray encoded(NDArray rows) {
      return latents.kept(ROWS.call(images(), rows), draws);
    }

    /** What examples carry, with what only the network can tell of some rows. */
    private NDArray completed(HostBatch.Part part, UnaryOperator<NDArray> compute) {
      NDArray known = uploaded(part.values());
      long[] rows =
          part.missing().stream()
              .filter(place -> place >= from && place < to)
              .mapToLong(place -> place - from)
              .toArray();
      if (rows.length == 0) {
        return known;
      }
      NDArray places = Host.array(manager, rows);
      NDArray computed = compute.apply(places).toType(known.getDataType(), false);
      return REPLACED.call(known, places, computed);
    }
  }

  private static IrepaException noImages() {
    return new IrepaException(
        "Images are asked for, by an encoder or by the objective, and there are none: the data are latents alone, or latents come from a cache and the objective does not say that it needs images.");
  }
}
