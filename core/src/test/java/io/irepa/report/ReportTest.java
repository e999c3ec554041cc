package io.irepa.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.irepa.IrepaException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReportTest {
  @TempDir private Path folder;

  private Path run(String name, String config, int records) throws IOException {
    Path run = Files.createDirectories(folder.resolve(name));
    Files.writeString(run.resolve("config.yaml"), config);
    StringBuilder lines = new StringBuilder();
    for (int step = 1; step <= records; step++) {
      lines.append(
          String.format(Locale.ROOT, "{\"step\":%d,\"loss.total\":%.4f}\n", step, 1.0 / step));
    }
    Files.writeString(run.resolve("metrics.jsonl"), lines);
    return run;
  }

  private static void noise(Path file, int side) throws IOException {
    Files.createDirectories(file.getParent());
    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    Random random = new Random(3);
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        image.setRGB(x, y, random.nextInt(1 << 24));
      }
    }
    ImageIO.write(image, "png", file.toFile());
  }

  private String page(Path... runs) throws IOException {
    List<RunFiles> files = new ArrayList<>();
    for (Path run : runs) {
      files.add(RunFiles.read(run));
    }
    Path out = folder.resolve("page.html");
    Report.write(files, out);
    return Files.readString(out);
  }

  private static JsonNode values(String page) throws IOException {
    String start = "<script type=application/json id=values>";
    int from = page.indexOf(start) + start.length();
    return new ObjectMapper().readTree(page.substring(from, page.indexOf("</script>", from)));
  }

  @Test
  void needsNoOtherFile() throws IOException {
    Path run = run("a", "name: a\n", 20);
    noise(run.resolve("samples/step-20.png"), 8);
    assertThat(page(run))
        .as("page")
        .contains("src=\"data:image/png;base64,")
        .doesNotContainPattern("(src|href)=\"?(?!data:)[a-z/.]")
        .doesNotContain("http:", "https:", "@import", "url(");
  }

  @Test
  void overlaysRunsWithALineAndALegendForEach() throws IOException {
    String page = page(run("a", "name: a\n", 20), run("b", "name: b\n", 10));
    assertThat(page)
        .as("page")
        .containsOnlyOnce("<figcaption>loss.total</figcaption>")
        .containsOnlyOnce("<g class=\"run r0\">")
        .containsOnlyOnce("<g class=\"run r1\">")
        .contains("data-run=0", "data-run=1");
  }

  @Test
  void showsValuesOfARunAsTheyAreWhereTheyAreFew() throws IOException {
    JsonNode values = values(page(run("a", "name: a\n", 4))).path("charts").get(0).get(0);
    assertThat(values.path("steps").toString()).as("steps").isEqualTo("[1,2,3,4]");
    assertThat(values.path("values").toString()).as("values").isEqualTo("[1.0,0.5,0.3333,0.25]");
  }

  @Test
  void staysSmallHoweverLongTheRuns() throws IOException {
    Path run = run("a", "name: a\n", 100_000);
    String page = page(run, run("b", "name: b\n", 100_000));
    assertThat(page.length()).as("characters of the page").isLessThan(150_000);
  }

  /** Where stretches have 510 and 511 records of 0.001, their means differ in the last bit. */
  @Test
  void drawsALongConstant() throws IOException {
    Path run = run("a", "name: a\n", 1);
    StringBuilder lines = new StringBuilder();
    for (int i = 1; i <= 204_001; i++) {
      lines.append("{\"step\":%d,\"learning-rate\":0.001}\n".formatted(i));
    }
    Files.writeString(run.resolve("metrics.jsonl"), lines);
    assertThat(page(run)).as("page").contains("learning-rate");
  }

  @Test
  void thinsOutToMeansWithTheirBounds() {
    Series series = new Series();
    for (int i = 1; i <= 1000; i++) {
      series.add(i, i);
    }
    Stretches stretches = Stretches.of(series, 10);
    assertThat(stretches.steps()).as("last steps").startsWith(100, 200).endsWith(1000);
    assertThat(stretches.means())
        .as("means")
        .startsWith(new double[] {50.5}, within(1e-9))
        .hasSize(10);
    assertThat(stretches.least()).as("least").startsWith(1, 101);
    assertThat(stretches.greatest()).as("greatest").startsWith(100, 200);
  }

  @Test
  void theSmoothLineOfAConstantIsThatConstant() {
    Series series = new Series();
    for (int i = 1; i <= 500; i++) {
      series.add(i, 0.25);
    }
    for (double value : Stretches.of(series, 400).smooth()) {
      assertThat(value).as("smoothed").isEqualTo(0.25, within(1e-12));
    }
  }

  @Test
  void showsWhatDiffersBetweenConfigurations() throws IOException {
    String page =
        page(
            run("a", "seed: 1\nema: {decays: [0.9]}\ndevice: cpu\n", 2),
            run("b", "seed: 1\nema: {decays: [0.99]}\ndevice: cpu\nnew: x\n", 2));
    assertThat(page)
        .as("page")
        .contains("<code>ema.decays</code><td>[0.9]<td>[0.99]", "<code>new</code><td>–<td>x")
        .doesNotContain("<code>seed</code>", "<code>device</code>");
  }

  @Test
  void putsSamplesOfAStepSideBySide() throws IOException {
    Path a = run("a", "name: a\n", 2);
    Path b = run("b", "name: b\n", 2);
    noise(a.resolve("samples/step-1.png"), 8);
    noise(a.resolve("samples/step-2.png"), 8);
    noise(b.resolve("samples/step-2.png"), 8);
    String page = page(a, b);
    assertThat(page).as("page").containsSubsequence("Step 1<", "<img", "<p>none", "Step 2<");
    assertThat(page.substring(page.indexOf("Step 2<")).split("<img", -1))
        .as("text around the pictures of step 2")
        .hasSize(3);
  }

  @Test
  void largePicturesAreMadeSmaller() throws IOException {
    Path run = run("a", "name: a\n", 2);
    Path png = run.resolve("samples/step-2.png");
    noise(png, 900);
    assertThat(page(run).length())
        .as("characters of the page, with a picture of %d bytes", Files.size(png))
        .isLessThan(800_000);
  }

  @Test
  void picturesAreThinnedOutWithTheFirstAndTheLast() {
    List<Long> steps = new ArrayList<>();
    for (long step = 1; step <= 1000; step++) {
      steps.add(step);
    }
    assertThat(Pictures.some(steps, 5)).as("steps").hasSize(5).startsWith(1L).endsWith(1000L);
  }

  @Test
  void runsOfOneNameAreToldApart() {
    assertThat(Labels.of(List.of(Path.of("/x/one/toy"), Path.of("/x/two/toy"))))
        .as("labels")
        .containsExactly("one/toy", "two/toy");
  }

  @Test
  void namesAreText() throws IOException {
    Path run = run("<b>&", "name: \"</script>\"\n", 2);
    assertThat(page(run)).as("page").contains("&lt;b&gt;&amp;").doesNotContain("<b>");
  }

  @Test
  void aLineThatIsBeingWrittenIsPassedOver() throws IOException {
    Path run = run("a", "name: a\n", 2);
    String whole = Files.readString(run.resolve("metrics.jsonl"));
    Files.writeString(run.resolve("metrics.jsonl"), whole + "{\"step\":3,\"loss.to");
    assertThat(values(page(run)).path("charts").get(0).get(0).path("steps").toString())
        .as("steps")
        .isEqualTo("[1,2]");
  }

  @Test
  void valuesThatAreNoNumbersAreLeftOut() throws IOException {
    Path run = run("a", "name: a\n", 0);
    Files.writeString(
        run.resolve("metrics.jsonl"),
        "{\"step\":1,\"loss\":1.0}\n{\"step\":2,\"loss\":\"NaN\"}\n{\"step\":3,\"loss\":3.0}\n");
    assertThat(values(page(run)).path("charts").get(0).get(0).path("steps").toString())
        .as("steps")
        .isEqualTo("[1,3]");
  }

  @Test
  void aFolderThatIsNoRunIsNamed() {
    assertThatThrownBy(() -> RunFiles.read(folder))
        .as("reading")
        .isInstanceOf(IrepaException.class)
        .hasMessageContainingAll(folder.toString(), "config.yaml");
  }

  @Test
  void ticksAreRoundNumbers() {
    assertThat(Ticks.between(0, 1, 4)).as("ticks").hasSize(3);
    assertThat(Ticks.between(-0.13, 0.42, 4).stream().map(Ticks::text))
        .as("ticks")
        .containsExactly("0", "0.2", "0.4");
    assertThat(List.of(1234567.0, 1e-9, 2.5e12, 0.1).stream().map(Ticks::text))
        .as("numbers as text")
        .containsExactly("1234600", "1e-9", "2.5e12", "0.1");
  }
}
