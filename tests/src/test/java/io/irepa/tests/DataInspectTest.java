package io.irepa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code irepa data inspect}. */
final class DataInspectTest {
  @TempDir private Path folder;

  @BeforeEach
  void write() throws IOException {
    for (int i = 0; i < 3; i++) {
      Path file = folder.resolve("data/ant/" + i + ".png");
      Files.createDirectories(file.getParent());
      BufferedImage image = new BufferedImage(20 + i, 10, BufferedImage.TYPE_INT_ARGB);
      image.setRGB(i, i, 0xFF112233);
      assertThat(ImageIO.write(image, "png", file.toFile())).as("written").isTrue();
    }
    byte[] first = Files.readAllBytes(folder.resolve("data/ant/0.png"));
    Files.createDirectories(folder.resolve("data/bee"));
    Files.write(folder.resolve("data/bee/again.png"), first);
    Files.write(folder.resolve("data/bee/cut.png"), Arrays.copyOf(first, first.length / 2));
  }

  @Test
  void countsAndFindsBrokenFilesAndDuplicates() throws IOException {
    Cli cli = Cli.run("data", "inspect", folder.resolve("data").toString(), "--json");
    assertThat(cli.exitCode()).as(cli.err()).isZero();
    JsonNode found = new ObjectMapper().readTree(cli.out());
    assertThat(found.path("images").asInt()).as("images").isEqualTo(4);
    assertThat(found.path("classes").path("bee").asInt()).as("bees").isEqualTo(1);
    assertThat(found.path("sizes").path("width").toString()).as("widths").startsWith("[20,");
    assertThat(found.path("formats").toString())
        .as("formats")
        .contains("png, 4 channels with alpha");
    assertThat(found.path("broken").path("bee/cut.png").asText())
        .as("reason")
        .contains("cut short");
    assertThat(found.path("duplicates").toString())
        .as("duplicates")
        .isEqualTo("[[\"ant/0.png\",\"bee/again.png\"]]");
  }

  @Test
  void drawsASheetAndAPageThatNeedsNothingElse() throws IOException {
    Path sheet = folder.resolve("sheet.png");
    Path page = folder.resolve("page.html");
    Cli cli =
        Cli.run(
            "data",
            "inspect",
            folder.resolve("data").toString(),
            "--sheet=" + sheet,
            "--html=" + page);
    assertThat(cli.exitCode()).as(cli.err()).isZero();
    assertThat(ImageIO.read(sheet.toFile()).getWidth()).as("width of 12 images").isEqualTo(1178);
    assertThat(Files.readString(page))
        .as("page")
        .contains("data:image/png;base64,", "bee/cut.png", "ant/0.png = bee/again.png")
        .doesNotContain("http");
  }

  @Test
  void aBrowserShowsTheSheetAndTheTables(@TempDir Path profile) throws Exception {
    Browser browser = Browser.installed();
    Path page = folder.resolve("page.html");
    Cli cli = Cli.run("data", "inspect", folder.resolve("data").toString(), "--html=" + page);
    assertThat(cli.exitCode()).as(cli.err()).isZero();
    String script =
        "onload = () => document.title = document.images[0].naturalWidth + ' '"
            + " + [...document.querySelectorAll('table')].map(table => table.rows.length)";
    Files.writeString(
        page, Files.readString(page).replace("</html>", "<script>" + script + "</script></html>"));

    assertThat(browser.elements(page, profile))
        .as("width of the sheet; rows of sizes, formats, classes, broken files and duplicates")
        .contains("<title>1178 3,1,2,1,1</title>");
  }

  @Test
  void aFolderWithoutImagesIsNamed() throws IOException {
    Path empty = Files.createDirectories(folder.resolve("empty"));
    Failure.assertFails(Cli.run("data", "inspect", empty.toString()), 1, "empty", "no images");
  }
}
