package io.irepa.prepare;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.imageio.ImageIO;

/** What was found as text, and as a page that needs nothing else. */
public final class InspectionPage {
  private static final int MOST = 200;

  private InspectionPage() {}

  /**
   * As text for a terminal.
   *
   * @param found what
   * @return lines
   */
  public static String text(Inspection found) {
    StringBuilder out = new StringBuilder();
    out.append(
        String.format(
            Locale.ROOT,
            "%d images in %d classes, %.1f MB%n",
            found.images(),
            found.classes().size(),
            found.bytes() / 1e6));
    found.formats().forEach((kind, count) -> out.append("  %s: %d%n".formatted(kind, count)));
    if (!found.sizes().isEmpty()) {
      out.append("pixels          least    10 %    half    90 %    most\n");
    }
    found
        .sizes()
        .forEach(
            (name, spread) -> {
              out.append("  %-12s".formatted(name));
              spread.forEach(value -> out.append("%8d".formatted(value)));
              out.append('\n');
            });
    out.append("classes\n");
    limited(
        out,
        found.classes().entrySet().stream().map(e -> e.getKey() + ": " + e.getValue()).toList());
    out.append("%d broken files%n".formatted(found.broken().size()));
    limited(
        out,
        found.broken().entrySet().stream().map(e -> e.getKey() + ": " + e.getValue()).toList());
    out.append("%d groups of files of the same bytes%n".formatted(found.duplicates().size()));
    limited(out, found.duplicates().stream().map(names -> String.join(" = ", names)).toList());
    return out.toString();
  }

  private static void limited(StringBuilder out, List<String> lines) {
    int most = 20;
    lines.stream().limit(most).forEach(line -> out.append("  " + line + "\n"));
    if (lines.size() > most) {
      out.append("  and %d more (--json or --html lists them)%n".formatted(lines.size() - most));
    }
  }

  /**
   * As HTML, with the contact sheet in it.
   *
   * @param found what
   * @param title names the set
   * @param sheet shown
   * @return a whole page
   */
  public static String html(Inspection found, String title, BufferedImage sheet) {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    try {
      ImageIO.write(sheet, "png", png);
    } catch (IOException e) {
      throw new IllegalStateException(e); // Into memory.
    }
    StringBuilder out = new StringBuilder();
    out.append("<!DOCTYPE html><html lang=\"en\"><meta charset=\"utf-8\"><title>")
        .append(escape(title))
        .append(
            "</title><style>body{font:14px sans-serif;margin:2em}table{border-collapse:collapse}")
        .append("td,th{padding:2px 12px 2px 0;text-align:left;vertical-align:top}</style><h1>")
        .append(escape(title))
        .append("</h1>");
    out.append(
        String.format(
            Locale.ROOT,
            "<p>%d images, %.1f MB, %d broken, %d groups of duplicates.</p>",
            found.images(),
            found.bytes() / 1e6,
            found.broken().size(),
            found.duplicates().size()));
    out.append("<img alt=\"contact sheet\" src=\"data:image/png;base64,")
        .append(Base64.getEncoder().encodeToString(png.toByteArray()))
        .append("\">");
    table(out, "Sizes in pixels: least, 10 %, half, 90 %, most", found.sizes());
    table(out, "Formats", found.formats());
    table(out, "Classes", found.classes());
    table(out, "Broken files", found.broken());
    out.append("<h2>Duplicates</h2><table>");
    found.duplicates().stream()
        .limit(MOST)
        .forEach(
            names -> out.append("<tr><td>" + escape(String.join(" = ", names)) + "</td></tr>"));
    return out.append("</table></html>\n").toString();
  }

  private static void table(StringBuilder out, String title, Map<String, ?> rows) {
    out.append("<h2>").append(escape(title)).append("</h2><table>");
    rows.forEach(
        (name, value) ->
            out.append("<tr><td>" + escape(name) + "</td><td>")
                .append(escape(String.valueOf(value)) + "</td></tr>"));
    out.append("</table>");
  }

  private static String escape(String text) {
    return io.irepa.report.Html.escape(text);
  }
}
