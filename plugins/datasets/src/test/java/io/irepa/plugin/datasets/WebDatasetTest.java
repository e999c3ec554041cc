package io.irepa.plugin.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.irepa.layouts.Item;
import io.irepa.layouts.TarLayout;
import io.irepa.numpy.NpyHeader;
import io.irepa.spi.DataSource;
import io.irepa.spi.Example;
import io.irepa.tensor.Philox;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WebDatasetTest {
  private static final RandomGenerator RANDOM = Philox.of(0, 0, "test");

  @TempDir private Path folder;
  private Item item;

  @BeforeEach
  void anImage() throws IOException {
    item = Fixtures.emoji(1, 1).all().get(0);
  }

  private Path shard() {
    return folder.resolve("a.tar");
  }

  private static List<Integer> labels(DataSource source) throws IOException {
    List<Integer> labels = new ArrayList<>();
    for (long i = 0; i < source.size(); i++) {
      labels.add(source.read(i, RANDOM).label());
    }
    return labels;
  }

  private static byte[] npy(float... values) {
    NpyHeader header = new NpyHeader("f4", false, false, List.of(values.length, 1, 1));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(header.bytes());
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      bytes.putFloat(value);
    }
    out.writeBytes(bytes.array());
    return out.toByteArray();
  }

  private DataSource latents(Latents.Content content, int channels) {
    return new WebDataset(
        Fixtures.webdataset(folder, 0, Fixtures.latents(content)), Fixtures.taking(channels, 1));
  }

  @Test
  void labelsAreNumbersAsText() throws IOException {
    try (TarLayout tar = new TarLayout(shard())) {
      tar.member("0.png", item.bytes()).member("0.cls", "2\n");
      tar.member("1.png", item.bytes()).member("1.cls", "0");
    }
    try (DataSource source = Fixtures.tars(folder)) {
      assertThat(source.classes()).as("classes").containsExactly("class-0", "class-1", "class-2");
      assertThat(labels(source)).as("labels, by class").containsExactly(0, 2);
    }
  }

  @Test
  void labelsAreKeysOfJson() throws IOException {
    try (TarLayout tar = new TarLayout(shard())) {
      tar.member("0.png", item.bytes()).member("0.json", "{\"label\": \"dog\"}");
      tar.member("1.png", item.bytes()).member("1.json", "{\"label\": \"cat\"}");
    }
    try (DataSource source = Fixtures.tars(folder)) {
      assertThat(source.classes()).as("classes").containsExactly("cat", "dog");
    }
  }

  @Test
  void foldersAreClassesWhereThereIsNoOtherLabel() throws IOException {
    try (TarLayout tar = new TarLayout(shard())) {
      tar.member("./pets/dog/0.png", item.bytes()).member("./pets/cat/1.png", item.bytes());
    }
    try (DataSource source = Fixtures.tars(folder)) {
      assertThat(source.classes()).as("classes").containsExactly("cat", "dog");
      assertThat(labels(source)).as("labels").containsExactly(0, 1);
    }
  }

  @Test
  void aPatternOfNumbersMissesNoShard() throws IOException {
    TarLayout.write(folder, Fixtures.emoji(1, 3).all(), 1);
    Path pattern = folder.resolve("train-{0000..0002}.tar");
    try (DataSource source = Fixtures.tars(pattern)) {
      assertThat(source.size()).as("samples").isEqualTo(3);
    }
    Files.delete(folder.resolve("train-0001.tar"));
    Fixtures.assertRefused(() -> Fixtures.tars(pattern), "1 of the 3", "train-0001.tar");
  }

  @Test
  void latentsComeWithoutImages() throws IOException {
    try (TarLayout tar = new TarLayout(shard())) {
      tar.member("0.npy", npy(1, 2, 3, 4)).member("0.cls", "0");
    }
    try (DataSource source = latents(Latents.Content.SCALED, 4)) {
      Example example = source.read(0, RANDOM);
      assertThat(example.latents().orElseThrow()).as("latents").containsExactly(1, 2, 3, 4);
      assertThat(example.image()).as("image").isEmpty();
    }
  }

  @Test
  void standardDeviationsBecomeLogVariances() throws IOException {
    try (TarLayout tar = new TarLayout(shard())) {
      tar.member("0.npy", npy(5, (float) Math.exp(0.5))).member("0.cls", "0");
    }
    try (DataSource source = latents(Latents.Content.MEAN_STD, 1)) {
      float[] moments = source.read(0, RANDOM).latents().orElseThrow();
      assertThat(moments[0]).as("mean").isEqualTo(5);
      assertThat(moments[1])
          .as("log-variance")
          .isCloseTo(1, org.assertj.core.data.Offset.offset(1e-6f));
    }
  }

  @Test
  void latentsOfAnotherSizeAreNamed() throws IOException {
    try (TarLayout tar = new TarLayout(shard())) {
      tar.member("0.npy", npy(1, 2, 3, 4)).member("0.cls", "0");
      tar.member("1.npy", npy(1, 2)).member("1.cls", "0");
    }
    Fixtures.assertRefused(
        () -> latents(Latents.Content.SCALED, 3), "a.tar: 0", "4 numbers", "3 (3 x 1 x 1)");
    try (DataSource source = latents(Latents.Content.SCALED, 4)) {
      assertThatThrownBy(() -> source.read(1, RANDOM))
          .isInstanceOf(IOException.class)
          .hasMessageContainingAll("a.tar: 1", "2 numbers");
    }
  }

  @Test
  void aTruncatedShardIsNamed() throws IOException {
    TarLayout.write(folder, Fixtures.emoji(1, 3).all(), 3);
    Path shard = folder.resolve("train-0000.tar");
    byte[] bytes = Files.readAllBytes(shard);
    Files.write(shard, Arrays.copyOf(bytes, 2000));
    Fixtures.assertRefused(() -> Fixtures.tars(folder), "train-0000.tar", "whole tar file");
  }

  @Test
  void whatIsNoTarFileIsNamed() throws IOException {
    Files.writeString(shard(), "no tar file ".repeat(100));
    Fixtures.assertRefused(() -> Fixtures.tars(folder), "a.tar", "whole tar file");
  }

  @Test
  void aCompressedShardIsRefusedWithItsReason() throws IOException {
    Path zipped = folder.resolve("a.tar.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(zipped))) {
      out.write(new byte[1024]);
    }
    Fixtures.assertRefused(() -> Fixtures.tars(folder), "a.tar.gz", "compressed", "gunzip");
  }

  @Test
  void anEmptyFolderHasNoShards() {
    Fixtures.assertRefused(() -> Fixtures.tars(folder), folder.toString(), "no tar file");
  }

  @Test
  void aMissingLabelIsNamed() throws IOException {
    try (TarLayout tar = new TarLayout(shard())) {
      tar.member("0.png", item.bytes()).member("0.cls", "0");
      tar.member("1.png", item.bytes());
    }
    Fixtures.assertRefused(() -> Fixtures.tars(folder), "a.tar: 1", "no label .cls", "png");
  }

  @Test
  void aLabelWithoutImageIsNamed() throws IOException {
    try (TarLayout tar = new TarLayout(shard())) {
      tar.member("0.webp", item.bytes()).member("0.cls", "0");
    }
    Fixtures.assertRefused(() -> Fixtures.tars(folder), "a.tar: 0", "no image", "WebP");
  }

  @Test
  void aLabelOutsideTheNamedClassesIsNamed() throws IOException {
    try (TarLayout tar = new TarLayout(shard())) {
      tar.member("0.png", item.bytes()).member("0.cls", "7");
    }
    Path names = Files.writeString(folder.resolve("classes.txt"), "cat\ndog\n");
    WebDataset.Config plain = Fixtures.webdataset(folder, 24, Optional.empty());
    WebDataset.Config named =
        new WebDataset.Config(
            folder,
            24,
            false,
            plain.background(),
            Optional.empty(),
            Optional.empty(),
            "label",
            true,
            Optional.of(names),
            Optional.empty(),
            0);
    Fixtures.assertRefused(
        () -> new WebDataset(named, Fixtures.ANY), "a.tar: 0", "label 7", "2 classes");
  }

  @Test
  void aDamagedImageIsNamedByShardAndMember() throws IOException {
    try (TarLayout tar = new TarLayout(shard())) {
      tar.member("cat/0.png", "damaged").member("cat/0.cls", "0");
    }
    try (DataSource source = Fixtures.tars(folder)) {
      assertThatThrownBy(() -> source.read(0, RANDOM))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("a.tar: cat/0");
    }
  }
}
