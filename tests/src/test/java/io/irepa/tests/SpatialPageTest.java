package io.irepa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of {@code irepa spatial}, as a real browser shows it. */
final class SpatialPageTest {
  @TempDir private static Path folder;
  private static Browser browser;

  @TempDir private Path profile;

  @BeforeAll
  static void measure() throws IOException {
    browser = Browser.installed();
    Path config =
        Files.writeString(
            folder.resolve("spatial.yaml"),
            "data: {type: image-folder, path: '%s', resolution: 64}\nspatial: {images: 6, maps: 2, encoders: [{type: hog, input: 64, grid: 8}, {type: hog, input: 64, grid: 16}]}\n"
                .formatted(Repository.root().resolve("examples/data/emoji64.zip")));
    Cli cli = Cli.run("spatial", config.toString(), "-s", "device=cpu", "-o", folder.toString());
    assertThat(cli.exitCode()).as(cli.err()).isZero();
  }

  /** The page's elements after a script of a user's hands has run in it. */
  private String shown(String script) throws IOException, InterruptedException {
    String page = Files.readString(folder.resolve("spatial.html"));
    Path copy = profile.resolve("page.html");
    Files.writeString(copy, page.replace("</body>", "<script>" + script + "</script></body>"));
    return browser.elements(copy, profile.resolve("profile"));
  }

  private static List<String> all(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().map(found -> found.group(1)).toList();
  }

  @Test
  void drawsEveryMapAroundTheMiddlePatch() throws Exception {
    assertThat(all("<canvas[^>]* data-patch=\"([0-9,]+)\"", shown("")))
        .as("patches of two images, two encoders, two kinds of tokens")
        .containsExactly("4,4", "4,4", "8,8", "8,8", "4,4", "4,4", "8,8", "8,8");
  }

  @Test
  void theRowFollowsThePointer() throws Exception {
    String shown =
        shown(
            "const c = document.querySelector('canvas'), b = c.getBoundingClientRect();"
                + "c.dispatchEvent(new PointerEvent('pointermove', {clientX: b.left + 1, clientY: b.bottom - 1}));");
    assertThat(all("<canvas[^>]* data-patch=\"([0-9,]+)\"", shown))
        .as("the first row at its lower left, the second untouched")
        .containsExactly("0,7", "0,7", "0,15", "0,15", "4,4", "4,4", "8,8", "8,8");
  }

  /** The drawn pixel is the colour of the number: the similarity of a patch to itself is marked. */
  @Test
  void thePatchItselfIsMarked() throws Exception {
    String shown =
        shown(
            "const c = document.querySelector('canvas');"
                + "document.title = c.getContext('2d').getImageData(4, 4, 1, 1).data.join();");
    assertThat(all("<title>([0-9,]+)</title>", shown)).as("pixel").containsExactly("0,0,0,255");
  }

  @Test
  void theTableShowsTheNumbersOfTheJson() throws Exception {
    JsonNode numbers =
        new ObjectMapper().readTree(Files.readString(folder.resolve("spatial.json")));
    String shown = shown("");
    for (JsonNode encoder : numbers.path("encoders")) {
      for (String metric : List.of("lds", "cds", "srss", "rmsc")) {
        String number =
            String.format(Locale.ROOT, "%.4f", encoder.at("/raw/" + metric + "/mean").asDouble());
        assertThat(shown).as("%s of %s", metric, encoder.path("name")).contains(">" + number + " ");
      }
    }
  }

  @Test
  void aClickOnAHeadingSorts() throws Exception {
    String shown = shown("document.querySelectorAll('#metrics th')[3].click();");
    List<Double> column =
        all("<tr><td>[^<]*</td><td>[^<]*</td><td>[^<]*</td><td[^>]*>(-?[0-9.]+)", shown).stream()
            .map(Double::valueOf)
            .toList();
    assertThat(column)
        .as("lds of all rows")
        .hasSize(4)
        .isSortedAccordingTo(java.util.Comparator.reverseOrder());
  }
}
