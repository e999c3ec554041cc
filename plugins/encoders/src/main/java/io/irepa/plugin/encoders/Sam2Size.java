package io.irepa.plugin.encoders;

import io.irepa.spi.Grid;
import io.irepa.spi.TokenShape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The dimensions of a Hiera trunk. Lists have one number a stage.
 *
 * @param depths blocks
 * @param widths numbers a place
 * @param heads of the attention
 * @param windows side of the attention's windows; a stage's first block has that of the stage
 *     before
 * @param positionGrid rows and columns of the coarse position grid
 * @param globalBlocks blocks whose attention is over everything, counted from 0
 */
record Sam2Size(
    List<Integer> depths,
    List<Integer> widths,
    List<Integer> heads,
    List<Integer> windows,
    List<Integer> positionGrid,
    List<Integer> globalBlocks) {
  private static final Map<String, Sam2Size> SIZES =
      Map.of(
          "s",
          new Sam2Size(
              List.of(1, 2, 11, 2),
              List.of(96, 192, 384, 768),
              List.of(1, 2, 4, 8),
              List.of(8, 4, 14, 7),
              List.of(7, 7),
              List.of(7, 10, 13)),
          "b",
          new Sam2Size(
              List.of(2, 3, 16, 3),
              List.of(112, 224, 448, 896),
              List.of(2, 4, 8, 16),
              List.of(8, 4, 14, 7),
              List.of(14, 14),
              List.of(12, 16, 20)),
          "l",
          new Sam2Size(
              List.of(2, 6, 36, 4),
              List.of(144, 288, 576, 1152),
              List.of(2, 4, 8, 16),
              List.of(8, 4, 16, 8),
              List.of(7, 7),
              List.of(23, 33, 43)));

  /**
   * A published size.
   *
   * @param name s, b or l, or as published with the family before it: sam2-hiera-b, sam2-vit-b
   * @return empty if there is none of that name
   */
  static Optional<Sam2Size> published(String name) {
    String size = name.toLowerCase(Locale.ROOT).replaceFirst("^sam2-(hiera-|vit-)?", "");
    return Optional.ofNullable(SIZES.get(size));
  }

  /** All published sizes by their full name, from small to large. */
  static Map<String, Sam2Size> published() {
    Map<String, Sam2Size> sizes = new LinkedHashMap<>();
    for (String size : List.of("s", "b", "l")) {
      sizes.put("sam2-hiera-" + size, SIZES.get(size));
    }
    return sizes;
  }

  /** The tokens of an image of this side. */
  TokenShape tokens(int input) {
    int side = input / stride();
    return new TokenShape(new Grid(side, side), widths.get(stages() - 1));
  }

  /** For people. */
  String describe() {
    return "stages of %s blocks, widths %s, heads %s, windows %s, all places in blocks %s"
        .formatted(depths, widths, heads, windows, globalBlocks);
  }

  int stages() {
    return depths.size();
  }

  /**
   * A block.
   *
   * @param index counted from 0
   * @param in numbers a place before it
   * @param out numbers a place after it
   * @param heads of its attention
   * @param window side of its attention's windows; 0 is over everything
   * @param pool whether it halves the grid: each stage's first block but the first of all
   */
  record Block(int index, int in, int out, int heads, int window, boolean pool) {}

  /** All blocks, in order. */
  List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    for (int stage = 0; stage < stages(); stage++) {
      for (int i = 0; i < depths.get(stage); i++) {
        boolean pool = stage > 0 && i == 0;
        int before = pool ? stage - 1 : stage;
        int index = blocks.size();
        blocks.add(
            new Block(
                index,
                widths.get(before),
                widths.get(stage),
                heads.get(stage),
                globalBlocks.contains(index) ? 0 : windows.get(before),
                pool));
      }
    }
    return blocks;
  }

  /** The side of the input over that of the last stage's grid: 4, doubled at each later stage. */
  int stride() {
    return 4 << (stages() - 1);
  }
}
