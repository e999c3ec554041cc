package io.irepa.spatial;

import io.irepa.WholeFile;
import io.irepa.report.Html;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;

/** A result as one page that needs no other file and no network. */
public final class SpatialPage {
  private final SpatialResult result;

  private SpatialPage(SpatialResult result) {
    this.result = result;
  }

  /**
   * Writes the page aside and renames it.
   *
   * @throws IOException if it cannot be written
   */
  public static void write(SpatialResult result, Path file) throws IOException {
    WholeFile.write(file, new SpatialPage(result).html());
  }

  private String html() throws IOException {
    StringBuilder out =
        new StringBuilder("<!doctype html><html lang=en><head><meta charset=utf-8>");
    out.append(
            "<meta name=viewport content=\"width=device-width\"><title>Spatial structure</title>")
        .append("<style>%s</style></head><body>".formatted(text("spatial.css")))
        .append("<h1>Spatial structure of encoders' tokens</h1>")
        .append(
            "<p>%d images of %d pixels, %d of them with a foreground. Means over the images, with their standard deviation. Higher is more spatial structure, in each column."
                .formatted(result.images(), result.side(), result.masked()));
    table(out);
    if (!result.shown().isEmpty()) {
      maps(out);
    }
    return out.append("<script>%s</script></body></html>\n".formatted(text("spatial.js")))
        .toString();
  }

  private void table(StringBuilder out) {
    out.append("<div class=wide><table id=metrics><thead><tr><th>encoder<th>grid<th>tokens");
    result.metrics().forEach(name -> out.append("<th>").append(Html.escape(name)));
    out.append("</thead><tbody>");
    for (SpatialResult.OfEncoder one : result.encoders()) {
      row(out, one, "as they are", one.raw());
      row(out, one, result.norm(), one.normalized());
    }
    out.append("</tbody></table></div>");
  }

  private void row(
      StringBuilder out, SpatialResult.OfEncoder one, String kind, SpatialResult.Levels levels) {
    out.append(
        "<tr><td>%s<td>%s<td>%s"
            .formatted(Html.escape(one.name()), one.shape().grid(), Html.escape(kind)));
    for (String metric : result.metrics()) {
      out.append(
          SpatialResult.of(levels, metric)
              .map(
                  summary ->
                      String.format(
                          Locale.ROOT,
                          "<td title=\"%d images\">%.4f <small>± %.4f</small>",
                          summary.images(),
                          summary.mean(),
                          summary.deviation()))
              .orElse("<td>–"));
    }
  }

  private void maps(StringBuilder out) throws IOException {
    out.append(
        "<h2>Similarity to one patch</h2><p>Point at a patch of any picture of a row; the others of the row follow. Blue is a cosine of −1, white 0, red 1.");
    for (int i = 0; i < result.shown().size(); i++) {
      out.append("<div class=row><figure><img class=pick alt=image src=\"data:image/png;base64,")
          .append(base64(png(result.shown().get(i))))
          .append("\"><figcaption>image %d</figcaption></figure>".formatted(i + 1));
      for (SpatialResult.OfEncoder one : result.encoders()) {
        map(out, one, "as they are", one.raw().maps(), i);
        map(out, one, result.norm(), one.normalized().maps(), i);
      }
      out.append("</div>");
    }
  }

  private static void map(
      StringBuilder out, SpatialResult.OfEncoder one, String kind, List<byte[]> maps, int image) {
    if (image < maps.size()) {
      out.append(
          "<figure><canvas class=pick data-rows=%d data-columns=%d data-map=\"%s\"></canvas><figcaption>%s<br><small>%s</small></figcaption></figure>"
              .formatted(
                  one.shape().grid().height(),
                  one.shape().grid().width(),
                  base64(maps.get(image)),
                  Html.escape(one.name()),
                  Html.escape(kind)));
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private byte[] png(float[] planes) throws IOException {
    int side = result.side();
    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    int plane = side * side;
    for (int i = 0; i < plane; i++) {
      int rgb =
          level(planes[i]) << 16 | level(planes[i + plane]) << 8 | level(planes[i + 2 * plane]);
      image.setRGB(i % side, i / side, rgb);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    return bytes.toByteArray();
  }

  private static int level(float value) {
    return Math.max(0, Math.min(255, Math.round(value * 255)));
  }

  private static String text(String resource) throws IOException {
    try (InputStream in = SpatialPage.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
