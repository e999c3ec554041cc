package io.irepa.plugin.encoders.vit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The dimensions of a published network.
 *
 * @param name as published
 * @param patch side of a patch, in pixels
 * @param hidden width of the tokens
 * @param depth number of blocks
 * @param heads of a block
 * @param mlp width inside the feed-forward, before a family's rule for gated ones
 * @param grid side of the position grid in the published file; 0 if it has none
 * @param feedForward with or without a gate
 * @param registers tokens beside the class token
 * @param classToken whether there is one
 * @param layerScale whether the blocks have it
 * @param attentionBias whether queries, keys and values have one
 */
record VitPreset(
    String name,
    int patch,
    int hidden,
    int depth,
    int heads,
    int mlp,
    int grid,
    FeedForward feedForward,
    int registers,
    boolean classToken,
    boolean layerScale,
    boolean attentionBias) {

  /**
   * A table: name, patch, hidden, depth, heads, mlp and grid, then words for what a family does not
   * have by default: {@code swiglu}, {@code registers=4}, {@code class}, {@code no-class}, {@code
   * scale}, {@code no-attention-bias}.
   */
  static Map<String, VitPreset> table(String table, boolean classToken, boolean layerScale) {
    Map<String, VitPreset> presets = new LinkedHashMap<>();
    table
        .lines()
        .map(line -> List.of(line.trim().split(" +", -1)))
        .filter(words -> words.size() > 1)
        .map(words -> row(words, classToken, layerScale))
        .forEach(preset -> presets.put(preset.name(), preset));
    return presets;
  }

  private static VitPreset row(List<String> words, boolean classToken, boolean layerScale) {
    int[] numbers = words.subList(1, 7).stream().mapToInt(Integer::parseInt).toArray();
    List<String> flags = words.subList(7, words.size());
    return new VitPreset(
        words.get(0),
        numbers[0],
        numbers[1],
        numbers[2],
        numbers[3],
        numbers[4],
        numbers[5],
        flags.contains("swiglu") ? FeedForward.SWIGLU : FeedForward.GELU,
        flags.stream()
            .filter(flag -> flag.startsWith("registers="))
            .mapToInt(flag -> Integer.parseInt(flag.substring("registers=".length())))
            .findFirst()
            .orElse(0),
        !flags.contains("no-class") && (classToken || flags.contains("class")),
        layerScale || flags.contains("scale"),
        !flags.contains("no-attention-bias"));
  }
}
