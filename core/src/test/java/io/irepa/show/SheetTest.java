package io.irepa.show;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.irepa.image.Picture;
import io.irepa.spi.Grid;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SheetTest {
  private static final int WHITE = 0xFFFFFF;

  private static TokenView view(Grid grid, int patch) {
    float[] components = new float[3 * grid.size()];
    float[] similarity = new float[grid.size()];
    for (int i = 0; i < grid.size(); i++) {
      components[3 * i] = 1; // red
      similarity[i] = i == patch ? 1 : -1;
    }
    TokenView.Levels levels = new TokenView.Levels(components, similarity);
    return new TokenView(grid, patch, levels, levels);
  }

  private static Picture green(int side) {
    float[] values = new float[3 * side * side];
    Arrays.fill(values, side * side, 2 * side * side, 1);
    return new Picture(side, side, values);
  }

  private static int pixel(BufferedImage image, int x, int y) {
    return image.getRGB(x, y) & WHITE;
  }

  @ParameterizedTest
  @CsvSource({
    "16, 16, 256, 256",
    "4, 8, 128, 256",
    "37, 37, 259, 259",
    "1, 1, 256, 256",
    "300, 2, 300, 2"
  })
  void panelsHaveTheGridsShape(int rows, int columns, int height, int width) {
    BufferedImage sheet = new Sheet(green(8), view(new Grid(rows, columns), 0)).components();
    assertThat(sheet.getHeight()).as("height").isEqualTo(height + 16);
    assertThat(sheet.getWidth()).as("width").isEqualTo(3 * width + 32);
  }

  @Test
  void theImageIsFirstAndTokensFollow() {
    BufferedImage sheet = new Sheet(green(8), view(new Grid(4, 4), 0)).components();
    assertThat(pixel(sheet, 100, 100)).as("image").isEqualTo(0x00FF00);
    assertThat(pixel(sheet, 8 + 264 + 100, 100)).as("tokens").isEqualTo(0xFF0000);
    assertThat(pixel(sheet, 8 + 2 * 264 + 100, 100)).as("normalized tokens").isEqualTo(0xFF0000);
  }

  @Test
  void thePatchIsFramedWhereItLies() {
    // Column 1, row 2 of 4x4: 64 pixels a patch, after a gap of 8.
    BufferedImage sheet = new Sheet(green(8), view(new Grid(4, 4), 9)).similarity();
    assertThat(pixel(sheet, 8 + 64, 8 + 150)).as("frame on the image").isZero();
    assertThat(pixel(sheet, 8 + 264 + 96, 8 + 160)).as("the patch").isEqualTo(Diverging.rgb(1));
    assertThat(pixel(sheet, 8 + 264 + 32, 8 + 32)).as("another").isEqualTo(Diverging.rgb(-1));
  }

  @Test
  void coloursRunFromBlueOverWhiteToRed() {
    assertThat(Diverging.rgb(-1)).as("-1").isEqualTo(0x053061);
    assertThat(Diverging.rgb(0)).as("0").isEqualTo(0xF7F7F7);
    assertThat(Diverging.rgb(1)).as("1").isEqualTo(0x67001F);
    assertThat(Diverging.rgb(7)).as("beyond 1").isEqualTo(Diverging.rgb(1));
  }

  @Test
  void theSpreadLeavesTheChosenPatchOut() {
    TokenView.Levels levels = new TokenView.Levels(new float[12], new float[] {0, 1, 0.5f, 0.25f});
    TokenView.Spread spread = new TokenView(new Grid(2, 2), 1, levels, levels).spread(levels);
    assertThat(spread.least()).as("least").isZero();
    assertThat(spread.mean()).as("mean").isEqualTo(0.25, within(1e-9));
    assertThat(spread.deviation()).as("deviation").isEqualTo(Math.sqrt(0.125 / 3), within(1e-9));
  }
}
