package io.irepa.plugin.sit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.irepa.spi.PublishedLayout;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Checkpoints of the published code of SiT (arXiv 2401.08740), REPA (2410.06940) and iREPA
 * (2512.10794): one module, whose parameters begin with the position embedding and have the
 * projectors between the blocks and the last layer.
 *
 * <p>SiT's own code also predicts variances, which it then throws away: its last layer has twice
 * the channels, and only the first half is taken. REPA's first release called the blocks after the
 * tap {@code decoder_blocks}. iREPA's code has each projector within a module {@code
 * projection_layer}.
 */
final class SitLayout implements PublishedLayout {
  private static final List<String> PARTS =
      List.of(
          "backbone.pos_embed",
          "backbone.x_embedder.",
          "backbone.t_embedder.",
          "backbone.r_embedder.",
          "backbone.y_embedder.",
          "backbone.blocks.",
          "projector.",
          "backbone.final_layer.linear.",
          "backbone.final_layer.");
  private static final List<String> BLOCK =
      List.of(
          "attn.qkv.", "attn.q_norm.", "attn.k_norm.", "attn.proj.", "mlp.", "adaLN_modulation.");
  private static final Pattern NUMBERED =
      Pattern.compile("(?:backbone\\.blocks|projector)\\.(\\d+)\\.(.*)");
  private static final Pattern LATER_BLOCK = Pattern.compile("decoder_blocks\\.(\\d{1,4})\\.(.*)");
  private static final Pattern EARLIER_BLOCK = Pattern.compile("blocks\\.(\\d{1,4})\\..*");
  private static final Pattern PROJECTOR =
      Pattern.compile("projectors\\.(\\d+)\\.(?:projection_layer\\.)?(.*)");
  private static final Pattern SINGLE_LAYER = Pattern.compile("projector\\.(\\d+)\\.(weight|bias)");

  private final SitSize size;
  private final int channels;

  SitLayout(SitSize size, int channels) {
    this.size = size;
    this.channels = channels;
  }

  @Override
  public List<String> ordered(List<String> names) {
    return names.stream()
        .sorted(
            Comparator.<String>comparingInt(name -> first(PARTS, name))
                .thenComparingInt(SitLayout::number)
                .thenComparingInt(name -> first(BLOCK, inner(name))))
        .toList();
  }

  private static int first(List<String> prefixes, String name) {
    for (int i = 0; i < prefixes.size(); i++) {
      if (name.startsWith(prefixes.get(i))) {
        return i;
      }
    }
    return prefixes.size();
  }

  private static int number(String name) {
    Matcher numbered = NUMBERED.matcher(name);
    return numbered.matches() ? Integer.parseInt(numbered.group(1)) : 0;
  }

  private static String inner(String name) {
    Matcher numbered = NUMBERED.matcher(name);
    return numbered.matches() ? numbered.group(2) : name;
  }

  @Override
  public String published(String name) {
    // A projector of one layer is known to iREPA's code alone.
    Matcher single = SINGLE_LAYER.matcher(name);
    return single.matches()
        ? "projectors.%s.projection_layer.%s".formatted(single.group(1), single.group(2))
        : PublishedLayout.super.published(name);
  }

  @Override
  public List<String> ours(List<String> published) {
    long earlier =
        published.stream()
            .flatMap(name -> matched(EARLIER_BLOCK, name))
            .map(block -> block.group(1))
            .distinct()
            .count();
    return published.stream().map(name -> ours(name, earlier)).toList();
  }

  private static Stream<Matcher> matched(Pattern pattern, String name) {
    Matcher matcher = pattern.matcher(name);
    return matcher.matches() ? Stream.of(matcher) : Stream.empty();
  }

  private static String ours(String name, long earlier) {
    Matcher projector = PROJECTOR.matcher(name);
    if (projector.matches()) {
      return "projector.%s.%s".formatted(projector.group(1), projector.group(2));
    }
    Matcher later = LATER_BLOCK.matcher(name);
    if (later.matches()) {
      long block = earlier + Integer.parseInt(later.group(1));
      return "backbone.blocks.%d.%s".formatted(block, later.group(2));
    }
    return "backbone." + name;
  }

  /**
   * The last layer without its rows for variances: of each place in a patch, the first channels.
   */
  @Override
  public Optional<NDArray> fit(String name, NDArray values, Shape shape) {
    long rows = (long) size.patch() * size.patch() * channels;
    Shape have = values.getShape();
    if (!name.startsWith("backbone.final_layer.linear.")
        || shape.get(0) != rows
        || have.dimension() != shape.dimension()
        || have.get(0) != 2 * rows
        || !have.slice(1).equals(shape.slice(1))) {
      return Optional.empty();
    }
    return Optional.of(
        values
            .reshape(rows / channels, 2L * channels, shape.size() / rows)
            .get(":, :" + channels)
            .reshape(shape));
  }
}
