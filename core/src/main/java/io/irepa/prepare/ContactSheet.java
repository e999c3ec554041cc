package io.irepa.prepare;

import io.irepa.image.Picture;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Small squares of images spread evenly over a set; what cannot be read is left out. */
public final class ContactSheet {
  private static final int SIDE = 96;
  private static final int GAP = 2;

  private ContactSheet() {}

  /**
   * Draws it.
   *
   * @param tree images in the order of classes
   * @param count how many are shown, if there are as many
   * @param columns in a row
   * @return on white
   */
  public static BufferedImage of(ImageTree tree, int count, int columns) {
    List<BufferedImage> images = new ArrayList<>();
    int shown = Math.min(count, tree.entries().size());
    for (int i = 0; i < shown; i++) {
      ImageTree.Entry entry = tree.entries().get((int) ((long) i * tree.entries().size() / shown));
      thumbnail(entry).ifPresent(images::add);
    }
    int rows = Math.max(1, (images.size() + columns - 1) / columns);
    BufferedImage sheet =
        new BufferedImage(
            columns * (SIDE + GAP) + GAP, rows * (SIDE + GAP) + GAP, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = sheet.createGraphics();
    try {
      graphics.setColor(java.awt.Color.WHITE);
      graphics.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
      for (int i = 0; i < images.size(); i++) {
        int x = GAP + i % columns * (SIDE + GAP);
        graphics.drawImage(images.get(i), x, GAP + i / columns * (SIDE + GAP), null);
      }
    } finally {
      graphics.dispose();
    }
    return sheet;
  }

  /** Empty if the file is damaged: it stands among the broken ones. */
  private static Optional<BufferedImage> thumbnail(ImageTree.Entry entry) {
    try {
      byte[] bytes = Files.readAllBytes(entry.file());
      return Optional.of(Encoded.image(Picture.decode(bytes, entry.name(), 1).centreCrop(SIDE)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
