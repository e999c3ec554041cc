package io.irepa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.irepa.layouts.ArrowLayout;
import io.irepa.layouts.Item;
import io.irepa.layouts.ParquetLayout;
import io.irepa.layouts.TarLayout;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same images in every layout are the same batches: training ends with equal bytes. */
final class SameDataTest {
  private static final int CLASSES = 8;

  @TempDir private static Path folder;
  private static Path data;
  private static Item.Items items;
  private static byte[] expected;

  @BeforeAll
  static void images() throws IOException {
    data = folder.resolve("data");
    items = Item.of(Repository.root().resolve("examples/data/emoji64.zip"), CLASSES, 6);
    items.folder(data.resolve("folder"));
    expected = trained("folder", "image-folder", data.resolve("folder"));
  }

  @Test
  void otherImagesAreAnotherModel() throws IOException {
    Path other =
        Item.of(Repository.root().resolve("examples/data/emoji64.zip"), CLASSES, 5)
            .folder(data.resolve("other"));
    assertThat(trained("other", "image-folder", other)).as("the model").isNotEqualTo(expected);
  }

  /** The model after four steps. */
  private static byte[] trained(String name, String type, Path path) throws IOException {
    Toy toy = new Toy(Files.createDirectories(folder.resolve("run-" + name)));
    Map<String, String> settings = new HashMap<>();
    settings.put("data", "{type: %s, path: '%s', resolution: 16}".formatted(type, path));
    settings.put("sample.count", "1");
    Cli cli = toy.train(settings);
    assertThat(cli.exitCode()).as(cli.err()).isZero();
    return Files.readAllBytes(toy.checkpoint(4).resolve("model.safetensors"));
  }

  private static void assertSame(String name, String type, Path path) throws IOException {
    assertThat(trained(name, type, path)).as("the model of %s", name).isEqualTo(expected);
  }

  @Test
  void inAZipFile() throws IOException {
    Path zip = data.resolve("all.zip");
    try (OutputStream file = Files.newOutputStream(zip);
        ZipOutputStream out = new ZipOutputStream(file)) {
      for (Item item : items.shuffled().all()) {
        out.putNextEntry(new ZipEntry(items.classes().get(item.label()) + "/" + item.name()));
        out.write(item.bytes());
        out.closeEntry();
      }
    }
    assertSame("zip", "image-folder", zip);
  }

  @Test
  void inTarShards() throws IOException {
    Path shards = TarLayout.write(data.resolve("tar"), items.shuffled().all(), 17);
    assertSame("tar", "webdataset", shards);
  }

  @Test
  void inParquetFiles() throws IOException {
    Path files = ParquetLayout.write(data.resolve("parquet"), items.shuffled(), 20, 7);
    assertSame("parquet", "huggingface", files);
  }

  @Test
  void inArrowFiles() throws IOException {
    Path files = ArrowLayout.write(data.resolve("arrow"), items.shuffled(), 20, 7);
    assertSame("arrow", "huggingface", files);
  }

  @ParameterizedTest
  @CsvSource({"parquet, huggingface", "arrow, huggingface", "tar, webdataset"})
  void asThePythonLibrariesWriteThem(String layout, String type) throws Exception {
    PipEnvironment python =
        PipEnvironment.of(
            "datasets", List.of(List.of("datasets==5.2.0", "webdataset==1.0.2", "pillow")));
    Path made = data.resolve("python");
    if (!Files.exists(made.resolve("done"))) {
      Path script = Repository.root().resolve("tests/src/test/resources/write_datasets.py");
      Path log = folder.resolve("python.log");
      Process process =
          new ProcessBuilder(
                  python.bin("python"),
                  script.toString(),
                  data.resolve("folder").toString(),
                  made.toString())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      assertThat(process.waitFor())
          .as("%s", Files.readString(log, StandardCharsets.UTF_8))
          .isZero();
    }
    assertSame("python-" + layout, type, made.resolve(layout));
  }
}
