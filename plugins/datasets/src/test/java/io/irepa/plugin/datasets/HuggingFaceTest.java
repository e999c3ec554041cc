package io.irepa.plugin.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.irepa.layouts.ArrowLayout;
import io.irepa.layouts.Item;
import io.irepa.layouts.ParquetLayout;
import io.irepa.spi.DataSource;
import io.irepa.tensor.Philox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HuggingFaceTest {
  private static final RandomGenerator RANDOM = Philox.of(0, 0, "test");

  @TempDir private Path folder;
  private Item.Items items;

  @BeforeEach
  void images() throws IOException {
    items = Fixtures.emoji(2, 4);
  }

  private Path parquet(String schema, ParquetLayout.Row row) throws IOException {
    return ParquetLayout.write(
        folder.resolve("a.parquet"),
        MessageTypeParser.parseMessageType(schema),
        Map.of(),
        10,
        List.of(row));
  }

  private static DataSource latents(Path path, int channels, int side) {
    return new HuggingFace(
        Fixtures.huggingFace(path, 0, Fixtures.latents(Latents.Content.SCALED)),
        Fixtures.taking(channels, side));
  }

  @Test
  void classNamesStandInTheFile() throws IOException {
    ParquetLayout.write(folder, items, 8, 3);
    try (DataSource source = Fixtures.tables(folder)) {
      assertThat(source.classes()).as("classes").isEqualTo(items.classes());
    }
  }

  @Test
  void classNamesStandBesideArrowFiles() throws IOException {
    ArrowLayout.write(folder, items, 8, 3);
    try (DataSource source = Fixtures.tables(folder)) {
      assertThat(source.classes()).as("classes").isEqualTo(items.classes());
    }
  }

  @Test
  void aSplitIsChosenByTheFilesNames() throws IOException {
    ParquetLayout.write(folder, items, 8, 3);
    Path train = folder.resolve("data/train-00000-of-00001.parquet");
    Files.copy(train, folder.resolve("data/test-00000-of-00001.parquet"));
    try (DataSource source = Fixtures.tables(folder)) {
      assertThat(source.size()).as("rows of train").isEqualTo(8);
    }
    Files.delete(train);
    Files.copy(
        folder.resolve("data/test-00000-of-00001.parquet"),
        folder.resolve("data/validation-00000-of-00001.parquet"));
    Fixtures.assertRefused(
        () -> Fixtures.tables(folder), "no files of the split 'train'", "test, validation");
  }

  @Test
  void rowsAreInTheOrderOfClassFolders() throws IOException {
    ParquetLayout.write(folder, items.shuffled(), 3, 2);
    try (DataSource source = Fixtures.tables(folder)) {
      for (int i = 0; i < items.all().size(); i++) {
        Item item = items.all().get(i);
        assertThat(source.read(i, Philox.of(0, i, "same")).image().orElseThrow())
            .as("image %d", i)
            .isEqualTo(
                new io.irepa.image.Preparation(24, true, io.irepa.image.Background.WHITE)
                    .image(item.bytes(), item.name(), Philox.of(0, i, "same")));
      }
    }
  }

  @Test
  void namesAsLabelsAreClasses() throws IOException {
    String schema = "message s { required binary img; required binary label (STRING); }";
    parquet(
        schema,
        row ->
            row.append("img", Binary.fromConstantByteArray(items.all().get(0).bytes()))
                .append("label", "cat"));
    try (DataSource source = Fixtures.tables(folder)) {
      assertThat(source.classes()).as("classes").containsExactly("cat");
      assertThat(source.read(0, RANDOM).image()).as("image").isPresent();
    }
  }

  @Test
  void nestedListsOfParquetAreLatents() throws IOException {
    float[][][] values = {{{1, 2}, {3, 4}}, {{5, 6}, {7, 8}}};
    ParquetLayout.write(
        folder.resolve("a.parquet"),
        ParquetLayout.latents(),
        Map.of(),
        5,
        List.of(ParquetLayout.row(values, 0), ParquetLayout.row(values, 1)));
    try (DataSource source = latents(folder, 2, 2)) {
      assertThat(source.read(1, RANDOM).latents().orElseThrow())
          .as("latents")
          .containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    }
  }

  @Test
  void nestedListsOfArrowAreLatents() throws IOException {
    ArrowLayout.write(
        folder.resolve("train.arrow"),
        ArrowLayout.latents(),
        5,
        2,
        (slot, row) -> {
          slot.latents(new float[][] {{row, 1}, {2, 3}});
          slot.label(row);
        });
    try (DataSource source = latents(folder, 1, 2)) {
      assertThat(source.read(3, RANDOM).latents().orElseThrow())
          .as("latents of row 3")
          .containsExactly(3, 1, 2, 3);
    }
  }

  @Test
  void latentsOfAnotherSizeAreNamed() throws IOException {
    ParquetLayout.write(
        folder.resolve("a.parquet"),
        ParquetLayout.latents(),
        Map.of(),
        5,
        List.of(
            ParquetLayout.row(new float[4][2][2], 0), ParquetLayout.row(new float[4][2][1], 0)));
    Fixtures.assertRefused(() -> latents(folder, 4, 4), "a.parquet: row 0", "16 numbers", "64");
    try (DataSource source = latents(folder, 4, 2)) {
      assertThatThrownBy(() -> source.read(1, RANDOM))
          .isInstanceOf(IOException.class)
          .hasMessageContainingAll("a.parquet: row 1", "8 numbers");
    }
  }

  @Test
  void aTruncatedParquetFileIsNamed() throws IOException {
    ParquetLayout.write(folder, items, 8, 3);
    Path file = folder.resolve("data/train-00000-of-00001.parquet");
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 5000));
    Fixtures.assertRefused(() -> Fixtures.tables(folder), file.toString(), "whole");
  }

  @Test
  void aTruncatedArrowFileIsNamed() throws IOException {
    ArrowLayout.write(folder, items, 8, 3);
    Path file = folder.resolve("data-00000-of-00001.arrow");
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 5000));
    Fixtures.assertRefused(() -> Fixtures.tables(folder), file.toString(), "ends within");
  }

  @Test
  void anEmptyFolderHasNoFiles() {
    Fixtures.assertRefused(() -> Fixtures.tables(folder), folder.toString(), "no .parquet");
  }

  @Test
  void aMissingImageColumnIsSaidWithThoseThatAreThere() throws IOException {
    parquet(
        "message s { required binary photo; required int64 label; }",
        row -> row.append("photo", Binary.fromConstantByteArray(new byte[1])).append("label", 0L));
    Fixtures.assertRefused(() -> Fixtures.tables(folder), "a.parquet", "photo, label", "Set image");
  }

  @Test
  void aColumnThatHoldsNoImagesIsSaid() throws IOException {
    parquet(
        "message s { required double image; required int64 label; }",
        row -> row.append("image", 1.0).append("label", 0L));
    Fixtures.assertRefused(() -> Fixtures.tables(folder), "a.parquet", "'image'", "double");
  }

  @Test
  void aLabelOutsideTheClassesIsNamed() throws IOException {
    Item wrong = new Item("x.png", 5, items.all().get(0).bytes());
    ParquetLayout.write(
        folder, new Item.Items(items.classes(), List.of(items.all().get(0), wrong)), 8, 3);
    Fixtures.assertRefused(
        () -> Fixtures.tables(folder), "00001.parquet: row 1", "label 5", "2 classes");
  }

  @Test
  void aMissingLabelIsNamed() throws IOException {
    parquet(
        "message s { required binary image; optional int64 label; }",
        row -> row.append("image", Binary.fromConstantByteArray(new byte[1])));
    Fixtures.assertRefused(() -> Fixtures.tables(folder), "a.parquet", "no label in row 0");
  }

  @Test
  void aRowWithoutImageIsPassedOver() throws IOException {
    parquet(
        "message s { optional binary image; required int64 label; }",
        row -> row.append("label", 0L));
    try (DataSource source = Fixtures.tables(folder)) {
      assertThatThrownBy(() -> source.read(0, RANDOM))
          .isInstanceOf(IOException.class)
          .hasMessageContainingAll("a.parquet: row 0", "no bytes");
    }
  }
}
