package io.irepa.plugin.encoders;

import io.irepa.spi.Default;
import io.irepa.spi.Doc;
import io.irepa.spi.Problems;
import io.irepa.spi.PublishedEncoder;
import io.irepa.spi.Range;
import io.irepa.spi.RunShape;
import io.irepa.spi.TokenShape;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The keys of {@code sam2}: a published size, or each dimension, which also overrides the size's.
 */
public record Sam2Config(
    @Doc(value = "published size: s, b or l, also written sam2-hiera-b", example = "b")
        Optional<String> preset,
    @Doc(
            value = "file of the weights, of transformers or the authors",
            example = "model.safetensors")
        Optional<Path> weights,
    @Doc("side the image is resized to, in pixels: twice the resolution that is trained at")
        @Default("512")
        @Range(min = 32)
        int input,
    @Doc("blocks of each stage") @Range(min = 1) Optional<List<Integer>> stageDepths,
    @Doc("numbers a place in each stage") @Range(min = 1) Optional<List<Integer>> stageWidths,
    @Doc("attention heads of each stage") @Range(min = 1) Optional<List<Integer>> stageHeads,
    @Doc("side of each stage's attention windows, in places") @Range(min = 1)
        Optional<List<Integer>> windows,
    @Doc("rows and columns of the coarse position grid") @Range(min = 1)
        Optional<List<Integer>> positionGrid,
    @Doc("blocks whose attention is over everything, counted from 0") @Range(min = 0)
        Optional<List<Integer>> globalBlocks)
    implements PublishedEncoder {
  private static final int PUBLISHED_INPUT = 512;

  /**
   * The dimensions.
   *
   * @throws java.util.NoSuchElementException if one is given neither by the preset nor by its key
   */
  Sam2Size size() {
    Optional<Sam2Size> base = preset.flatMap(Sam2Size::published);
    return new Sam2Size(
        stageDepths.or(() -> base.map(Sam2Size::depths)).orElseThrow(),
        stageWidths.or(() -> base.map(Sam2Size::widths)).orElseThrow(),
        stageHeads.or(() -> base.map(Sam2Size::heads)).orElseThrow(),
        windows.or(() -> base.map(Sam2Size::windows)).orElseThrow(),
        positionGrid.or(() -> base.map(Sam2Size::positionGrid)).orElseThrow(),
        globalBlocks.or(() -> base.map(Sam2Size::globalBlocks)).orElse(List.of()));
  }

  @Override
  public TokenShape tokens() {
    return size().tokens(input);
  }

  @Override
  public List<Preset> presets() {
    return Sam2Size.published().entrySet().stream()
        .map(
            size ->
                new Preset(
                    size.getKey(),
                    Sam2Names.wanted(size.getValue()).parameters(),
                    PUBLISHED_INPUT,
                    size.getValue().tokens(PUBLISHED_INPUT),
                    size.getValue().describe()))
        .toList();
  }

  @Override
  public String images() {
    return "bicubic to twice the resolution, then normalized by the constants of ImageNet";
  }

  @Override
  public List<FileFit> fits(Map<String, long[]> shapes) {
    return Sam2Size.published().entrySet().stream()
        .map(
            size ->
                Sam2Names.wanted(size.getValue())
                    .fitNumbers(shapes)
                    .of(size.getKey(), "transformers, or the authors"))
        .toList();
  }

  @Override
  public void check(RunShape run, Problems problems) {
    if (preset.isPresent() && Sam2Size.published(preset.get()).isEmpty()) {
      problems.add("preset", "'%s' is no published size: s, b or l.".formatted(preset.get()));
    } else if (preset.isEmpty() && !dimensionsAreWhole()) {
      problems.add(
          "preset",
          "Choose a published size, s, b or l, or give stage-depths, stage-widths, stage-heads, windows and position-grid.");
    } else {
      checkSize(size(), problems);
    }
  }

  private boolean dimensionsAreWhole() {
    return stageDepths.isPresent()
        && stageWidths.isPresent()
        && stageHeads.isPresent()
        && windows.isPresent()
        && positionGrid.isPresent();
  }

  private void checkSize(Sam2Size size, Problems problems) {
    Map<String, List<Integer>> lists = new LinkedHashMap<>();
    lists.put("stage-widths", size.widths());
    lists.put("stage-heads", size.heads());
    lists.put("windows", size.windows());
    boolean fit = true;
    for (Map.Entry<String, List<Integer>> list : lists.entrySet()) {
      if (list.getValue().size() != size.stages()) {
        problems.add(
            list.getKey(),
            "It has %d numbers and stage-depths has %d."
                .formatted(list.getValue().size(), size.stages()));
        fit = false;
      }
    }
    if (size.stages() == 0) {
      problems.add("stage-depths", "There is at least one stage.");
      fit = false;
    }
    if (size.positionGrid().size() != 2) {
      problems.add("position-grid", "It has two numbers, rows and columns.");
      fit = false;
    }
    if (fit) {
      checkFit(size, problems);
    }
  }

  private void checkFit(Sam2Size size, Problems problems) {
    int unit = Math.max(size.stride(), 4 * size.windows().get(0));
    if (input % size.stride() != 0 || input % (4 * size.windows().get(0)) != 0) {
      problems.add(
          "input",
          "%d is no multiple of %d: of the stride, %d, and of four times the first window, %d."
              .formatted(input, unit, size.stride(), size.windows().get(0)));
    }
    for (int stage = 0; stage < size.stages(); stage++) {
      if (size.widths().get(stage) % size.heads().get(stage) != 0) {
        problems.add(
            "stage-heads",
            "%d heads do not divide the width of %d."
                .formatted(size.heads().get(stage), size.widths().get(stage)));
      }
      if (stage > 0 && size.windows().get(stage - 1) % 2 != 0) {
        problems.add(
            "windows",
            "Places are pooled 2x2 within the window of %d before stage %d; it is even."
                .formatted(size.windows().get(stage - 1), stage + 1));
      }
    }
    int blocks = size.blocks().size();
    for (int block : size.globalBlocks()) {
      if (block >= blocks) {
        problems.add(
            "global-blocks",
            "There is no block %d; blocks are 0 to %d.".formatted(block, blocks - 1));
      }
    }
  }
}
