package io.irepa.study;

import io.irepa.report.Html;
import java.util.List;

/**
 * Rows for people, as HTML and as Markdown.
 *
 * @param id on the page
 * @param head names of the columns
 * @param rows texts, as many as there are columns
 */
record Table(String id, List<String> head, List<List<String>> rows) {
  /** A click on a heading sorts, by the number that a cell begins with. */
  String html() {
    StringBuilder out =
        new StringBuilder("<div class=wide><table id=%s class=sorts><thead><tr>".formatted(id));
    head.forEach(name -> out.append("<th>").append(Html.escape(name)));
    out.append("</thead><tbody>");
    for (List<String> row : rows) {
      out.append("<tr>");
      row.forEach(cell -> out.append("<td>").append(Html.escape(cell)));
    }
    return out.append("</tbody></table></div>").toString();
  }

  /** A table of GitHub's Markdown. */
  String markdown() {
    StringBuilder out = new StringBuilder(line(head)).append("|");
    for (int i = 0; i < head.size(); i++) {
      out.append(i == 0 ? " --- |" : " ---: |");
    }
    out.append('\n');
    rows.forEach(row -> out.append(line(row)));
    return out.append('\n').toString();
  }

  private static String line(List<String> cells) {
    return "| "
        + String.join(" | ", cells.stream().map(cell -> cell.replace("|", "\\|")).toList())
        + " |\n";
  }
}
