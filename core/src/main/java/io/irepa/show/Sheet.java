package io.irepa.show;

import io.irepa.image.Picture;
import io.irepa.spi.Grid;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.function.IntUnaryOperator;

/** Pictures side by side: the image, and its tokens as squares of the same size altogether. */
public final class Sheet {
  private static final int LEAST_SIDE = 256;
  private static final int GAP = 8;

  private final Picture image;
  private final TokenView view;
  private final int cell;

  /**
   * @param image that was encoded
   * @param view of its tokens
   */
  public Sheet(Picture image, TokenView view) {
    this.image = image;
    this.view = view;
    int longer = Math.max(view.grid().width(), view.grid().height());
    this.cell = (LEAST_SIDE + longer - 1) / longer;
  }

  /** The image, then the principal components of its tokens before and after the norm. */
  public BufferedImage components() {
    return sheet(
        List.of(
            photograph(),
            tokens(token -> rgb(view.raw().components(), token)),
            tokens(token -> rgb(view.normalized().components(), token))));
  }

  /**
   * The image with the chosen patch, then the similarity of all patches to it before and after the
   * norm, from blue (-1) over white (0) to red (1).
   */
  public BufferedImage similarity() {
    return sheet(
        List.of(
            marked(photograph()),
            marked(tokens(token -> Diverging.rgb(view.raw().similarity()[token]))),
            marked(tokens(token -> Diverging.rgb(view.normalized().similarity()[token])))));
  }

  private BufferedImage photograph() {
    BufferedImage panel = panel();
    Picture scaled = image.resized(panel.getWidth(), panel.getHeight());
    int plane = scaled.width() * scaled.height();
    for (int i = 0; i < plane; i++) {
      float[] values = scaled.values();
      int rgb =
          level(values[i]) << 16 | level(values[i + plane]) << 8 | level(values[i + 2 * plane]);
      panel.setRGB(i % scaled.width(), i / scaled.width(), rgb);
    }
    return panel;
  }

  private BufferedImage tokens(IntUnaryOperator colour) {
    BufferedImage panel = panel();
    Grid grid = view.grid();
    for (int y = 0; y < panel.getHeight(); y++) {
      for (int x = 0; x < panel.getWidth(); x++) {
        panel.setRGB(x, y, colour.applyAsInt(y / cell * grid.width() + x / cell));
      }
    }
    return panel;
  }

  private BufferedImage panel() {
    return new BufferedImage(
        view.grid().width() * cell, view.grid().height() * cell, BufferedImage.TYPE_INT_RGB);
  }

  /** With a frame around the chosen patch that is seen on any ground. */
  private BufferedImage marked(BufferedImage panel) {
    int left = view.patch() % view.grid().width() * cell;
    int top = view.patch() / view.grid().width() * cell;
    Graphics2D drawing = panel.createGraphics();
    drawing.setColor(Color.BLACK);
    drawing.drawRect(left, top, cell - 1, cell - 1);
    drawing.setColor(Color.WHITE);
    drawing.drawRect(left - 1, top - 1, cell + 1, cell + 1);
    drawing.dispose();
    return panel;
  }

  private static int rgb(float[] components, int token) {
    return level(components[3 * token]) << 16
        | level(components[3 * token + 1]) << 8
        | level(components[3 * token + 2]);
  }

  private static int level(float value) {
    return Math.max(0, Math.min(255, Math.round(value * 255)));
  }

  private static BufferedImage sheet(List<BufferedImage> panels) {
    int width = panels.get(0).getWidth();
    int height = panels.get(0).getHeight();
    BufferedImage sheet =
        new BufferedImage(
            GAP + panels.size() * (width + GAP), height + 2 * GAP, BufferedImage.TYPE_INT_RGB);
    Graphics2D drawing = sheet.createGraphics();
    drawing.setColor(Color.WHITE);
    drawing.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
    for (int i = 0; i < panels.size(); i++) {
      drawing.drawImage(panels.get(i), GAP + i * (width + GAP), GAP, null);
    }
    drawing.dispose();
    return sheet;
  }
}
