package io.irepa.report;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import javax.imageio.ImageIO;

/** Sample grids of all runs, a row a step and a column a run. */
final class Pictures {
  /** On a page; what is more is left out evenly over the steps. */
  private static final int MOST = 48;

  private static final int MOST_STEPS = 12;

  /** A file up to this size goes in as it is. */
  private static final int SMALL = 120_000;

  private static final int SIDE = 512;

  private Pictures() {}

  static String html(List<RunFiles> runs, List<String> labels) throws IOException {
    TreeSet<Long> steps = new TreeSet<>();
    runs.forEach(run -> steps.addAll(run.samples().keySet()));
    if (steps.isEmpty()) {
      return "<p>No samples yet.</p>";
    }
    StringBuilder out = new StringBuilder();
    for (long step : some(List.copyOf(steps), Math.min(MOST_STEPS, MOST / runs.size()))) {
      out.append("<h3>Step %d</h3><div class=samples>".formatted(step));
      for (int i = 0; i < runs.size(); i++) {
        Map<Long, Path> samples = runs.get(i).samples();
        out.append("<figure class=\"run r%d\">".formatted(i));
        out.append(samples.containsKey(step) ? img(samples.get(step)) : "<p>none</p>");
        out.append(
            "<figcaption><i></i>%s</figcaption></figure>".formatted(Html.escape(labels.get(i))));
      }
      out.append("</div>");
    }
    return out.toString();
  }

  /** So many of them, evenly, the first and the last among them. */
  static List<Long> some(List<Long> steps, int most) {
    List<Long> some = new ArrayList<>();
    int count = Math.min(most, steps.size());
    for (int i = 0; i < count; i++) {
      int at = count == 1 ? steps.size() - 1 : i * (steps.size() - 1) / (count - 1);
      some.add(steps.get(at));
    }
    return some;
  }

  private static String img(Path png) throws IOException {
    byte[] bytes = Files.readAllBytes(png);
    String type = "png";
    if (bytes.length > SMALL) {
      bytes = smaller(ImageIO.read(png.toFile()));
      type = "jpeg";
    }
    return "<img alt=samples src=\"data:image/%s;base64,%s\">"
        .formatted(type, Base64.getEncoder().encodeToString(bytes));
  }

  private static byte[] smaller(BufferedImage image) throws IOException {
    double scale = Math.min(1, (double) SIDE / Math.max(image.getWidth(), image.getHeight()));
    int width = Math.max(1, (int) Math.round(scale * image.getWidth()));
    int height = Math.max(1, (int) Math.round(scale * image.getHeight()));
    BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = small.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    graphics.drawImage(image, 0, 0, width, height, null);
    graphics.dispose();
    ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
    ImageIO.write(small, "jpeg", jpeg);
    return jpeg.toByteArray();
  }
}
