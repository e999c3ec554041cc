package io.irepa.plugin.encoders;

import io.irepa.spi.Default;
import io.irepa.spi.Doc;
import io.irepa.spi.Encoder;
import io.irepa.spi.Grid;
import io.irepa.spi.Problems;
import io.irepa.spi.Range;
import io.irepa.spi.RunShape;
import io.irepa.spi.TokenShape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The keys of {@code torchscript}. A file's shapes are known once it is loaded; a run needs them
 * before, so it states them.
 */
public record TorchScriptConfig(
    @Doc(value = "file that torch.jit saved; its program is run", example = "encoder.ts") Path path,
    @Doc("side the image is resized to, in pixels, bicubically") @Default("224") @Range(min = 1)
        int input,
    @Doc("taken from red, green and blue in [0,1] after resizing") @Default("[0, 0, 0]")
        List<Double> mean,
    @Doc("what red, green and blue are then divided by") @Default("[1, 1, 1]") List<Double> std,
    @Doc("leading tokens that are no patches, such as a class token") @Default("0") @Range(min = 0)
        int skipTokens,
    @Doc(
            value = "rows and columns of the tokens; square if left out; a run needs it",
            example = "[16, 16]")
        @Range(min = 1)
        Optional<List<Integer>> grid,
    @Doc(value = "numbers a token; the file's if left out; a run needs it", example = "768")
        @Range(min = 1)
        Optional<Integer> width)
    implements Encoder.Shaped {

  @Override
  public TokenShape tokens() {
    return new TokenShape(tokenGrid().orElseThrow(), width.orElseThrow());
  }

  /** The grid, if it is given. */
  Optional<Grid> tokenGrid() {
    return grid.filter(sides -> sides.size() == 2)
        .map(sides -> new Grid(sides.get(0), sides.get(1)));
  }

  Normalization normalization() {
    return new Normalization(floats(mean), floats(std));
  }

  private static float[] floats(List<Double> values) {
    float[] floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values.get(i).floatValue();
    }
    return floats;
  }

  /** All that changes tokens beside the file. */
  String preparation() {
    return "input=%d mean=%s std=%s skip=%d".formatted(input, mean, std, skipTokens);
  }

  @Override
  public void check(RunShape run, Problems problems) {
    if (mean.size() != 3) {
      problems.add("mean", "It has three numbers: of red, green and blue.");
    }
    if (std.size() != 3) {
      problems.add("std", "It has three numbers: of red, green and blue.");
    } else if (std.contains(0.0)) {
      problems.add("std", "It is divided by; none of its numbers is 0.");
    }
    if (grid.isPresent() && grid.get().size() != 2) {
      problems.add("grid", "It has two numbers, rows and columns.");
    }
    if (run.backbone().isPresent()) {
      checkForRun(problems);
    }
  }

  private void checkForRun(Problems problems) {
    if (!Files.isReadable(path)) {
      problems.add("path", "There is nothing to read at " + path + ".");
    }
    if (grid.isEmpty() || width.isEmpty()) {
      problems.add(
          "",
          "A run needs grid and width, the shape of the tokens, before the file is loaded. 'irepa encoders show' prints both.");
    }
  }
}
