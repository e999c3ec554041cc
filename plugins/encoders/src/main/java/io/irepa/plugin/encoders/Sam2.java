package io.irepa.plugin.encoders;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import com.google.inject.Inject;
import io.irepa.spi.Component;
import io.irepa.spi.Encoder;
import io.irepa.spi.TokenShape;
import io.irepa.tensor.Kernel;
import io.irepa.tensor.Precision;
import io.irepa.weights.FileChecksum;
import io.irepa.weights.Pretrained;
import io.irepa.weights.WeightFile;
import java.util.List;
import java.util.Map;
import org.pf4j.Extension;

/**
 * The trunk of SAM 2's image encoder (arXiv 2408.00714), a Hiera (arXiv 2306.00989): attention
 * within windows, the grid halved and the width doubled from stage to stage, positions of a coarse
 * grid and of a window together (arXiv 2311.05613). The last stage's places are the tokens; there
 * is no neck. Parameters are named as transformers names them below {@code vision_encoder}.
 */
@Extension
@Component(value = "sam2", doc = "trunk of SAM 2's image encoder, a Hiera")
public final class Sam2 implements Encoder {
  private final Sam2Config config;
  private final FrozenWeights weights;
  private final FileChecksum checksum;
  private final NDList constants;
  private final Kernel embed;
  private final Kernel flatten;
  private final List<Block> blocks;

  /** A block: what it computes with, and the names of its weights. */
  private record Block(Kernel kernel, List<String> names) {}

  /** Called by composition; reads the weights. */
  @Inject
  public Sam2(Sam2Config config, Pretrained pretrained, Precision precision, NDManager manager) {
    this.config = config;
    this.constants = Normalization.imageNet().arrays(manager);
    this.embed =
        Kernel.of(
            Sam2.class,
            "sam2_embed.ts.py",
            Map.of(
                "input", config.input(),
                "compute", precision.compute(),
                "edge", precision.edge()));
    this.flatten = Kernel.of(Sam2.class, "sam2_tokens.ts.py");
    Sam2Size size = config.size();
    this.blocks = size.blocks().stream().map(block -> block(block, precision)).toList();
    try (WeightFile file = pretrained.open(config.weights())) {
      this.checksum = file.checksum();
      this.weights = FrozenWeights.read(file, Sam2Names.wanted(size), manager, precision);
    }
  }

  private static Block block(Sam2Size.Block block, Precision precision) {
    Kernel kernel =
        Kernel.of(
            Sam2.class,
            "sam2_block.ts.py",
            Map.of(
                "heads", block.heads(),
                "window", block.window(),
                "pool", block.pool(),
                "compute", precision.compute(),
                "edge", precision.edge()));
    return new Block(kernel, Sam2Names.block(block));
  }

  @Override
  public TokenShape shape() {
    return config.tokens();
  }

  @Override
  public NDArray tokens(NDArray images) {
    long places = (long) (config.input() / 4) * (config.input() / 4);
    // The first stage's MLP, and the blocks' results, which live until the part is done.
    int most = InParts.most(places * config.size().widths().get(0) * 8L);
    return InParts.encode(images, most, this::part);
  }

  private NDArray part(NDArray images) {
    NDList x =
        embed.callLists(
            new NDList(images), constants, new NDList(weights.get(Sam2Names.EMBEDDING)));
    for (Block block : blocks) {
      x = block.kernel().callLists(x, new NDList(weights.get(block.names()))); // [B,h,w,D]
    }
    return flatten.call(x.singletonOrThrow());
  }

  @Override
  public String fingerprint() {
    return "sam2-1 input=%d %s %s".formatted(config.input(), config.size(), checksum.text());
  }
}
