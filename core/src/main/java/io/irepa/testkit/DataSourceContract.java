package io.irepa.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.irepa.spi.DataSource;
import io.irepa.spi.Example;
import io.irepa.tensor.Philox;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The contract of {@link DataSource}, on a few examples spread over the source.
 *
 * @since 0.1
 */
public abstract class DataSourceContract {
  private static final int EXAMPLES = 12;
  private static final int THREADS = 4;
  private static final int SEEDS = 6;

  private final List<DataSource> opened = new ArrayList<>();

  /** For a subclass. */
  protected DataSourceContract() {}

  /**
   * {@return the source under test, without a damaged example; opened anew, and equal, at each
   * call}
   */
  protected abstract DataSource source();

  /** {@return side of its images, in pixels} */
  protected abstract int resolution();

  private DataSource open() {
    DataSource source = source();
    opened.add(source);
    return source;
  }

  /** Closes what the test has opened. */
  @AfterEach
  public final void close() {
    opened.forEach(DataSource::close);
  }

  private static List<Long> indices(DataSource source) {
    List<Long> indices = new ArrayList<>();
    for (int i = 0; i < EXAMPLES; i++) {
      indices.add(i * (source.size() - 1) / (EXAMPLES - 1));
    }
    return indices;
  }

  private static Example read(DataSource source, long index, long seed) throws IOException {
    return source.read(index, new Philox(seed, index));
  }

  /** All numbers of an example, in a form that can be compared. */
  private static List<Object> content(Example example) {
    List<Object> content = new ArrayList<>();
    content.add(example.label());
    example.image().ifPresent(image -> content.add(floats(image)));
    example.latents().ifPresent(latents -> content.add(floats(latents)));
    example.targets().forEach(target -> content.add(floats(target)));
    return content;
  }

  private static List<Float> floats(float[] values) {
    List<Float> all = new ArrayList<>(values.length);
    for (float value : values) {
      all.add(value);
    }
    return all;
  }

  private static List<List<Object>> contents(DataSource source, long seed) throws IOException {
    List<List<Object>> contents = new ArrayList<>();
    for (long index : indices(source)) {
      contents.add(content(read(source, index, seed)));
    }
    return contents;
  }

  /** Has examples, and classes of different names. */
  @Test
  public void hasExamplesAndClasses() {
    DataSource source = open();
    assertThat(source.size()).as("size").isBetween(1L, (long) Integer.MAX_VALUE);
    assertThat(source.classes()).as("classes").isNotEmpty().doesNotHaveDuplicates();
    assertThat(source.classes()).as("classes").noneMatch(String::isBlank);
    assertThat(source.brokenLimit()).as("limit of damaged examples").isBetween(0.0, 1.0);
  }

  /**
   * Labels name a class, and are not all the same where there are several.
   *
   * @throws IOException fails the test
   */
  @Test
  public void labelsNameAClass() throws IOException {
    DataSource source = open();
    List<Integer> labels = new ArrayList<>();
    for (long index : indices(source)) {
      labels.add(read(source, index, 1).label());
    }
    assertThat(labels).as("labels").allMatch(l -> l >= 0 && l < source.classes().size());
    assertThat(labels.stream().distinct().count())
        .as("different labels of %s", labels)
        .isGreaterThanOrEqualTo(Math.min(2, source.classes().size()));
  }

  /**
   * Images have the side announced and values in [0,1]; without images there are latents.
   *
   * @throws IOException fails the test
   */
  @Test
  public void imagesHaveTheirSizeAndRange() throws IOException {
    DataSource source = open();
    for (long index : indices(source)) {
      Example example = read(source, index, 1);
      assertThat(example.image().isPresent() || example.latents().isPresent())
          .as("image or latents of %d", index)
          .isTrue();
      if (example.image().isPresent()) {
        float[] image = example.image().orElseThrow();
        assertThat(image).as("image %d", index).hasSize(3 * resolution() * resolution());
        assertThat(floats(image)).as("image %d", index).allMatch(v -> v >= 0 && v <= 1);
      }
    }
  }

  /**
   * All examples bring the same parts, of the same sizes.
   *
   * @throws IOException fails the test
   */
  @Test
  public void examplesAreAlike() throws IOException {
    DataSource source = open();
    List<List<Integer>> sizes = new ArrayList<>();
    for (long index : indices(source)) {
      Example example = read(source, index, 1);
      List<Integer> size = new ArrayList<>();
      size.add(example.image().map(image -> image.length).orElse(-1));
      size.add(example.latents().map(latents -> latents.length).orElse(-1));
      example.targets().forEach(target -> size.add(target.length));
      sizes.add(size);
    }
    assertThat(sizes).as("sizes of the parts").containsOnly(sizes.get(0));
  }

  /**
   * What a source tells of an example before decoding it is true: label and orientation are those
   * of what is read, images vary in nothing else, and the stamp is the same at each opening.
   *
   * @throws IOException fails the test
   */
  @Test
  public void outlinesAreTrueOfWhatIsRead() throws IOException {
    DataSource source = open();
    DataSource again = open();
    for (long index : indices(source)) {
      Optional<DataSource.Outline> outline = source.outline(index);
      if (outline.isPresent()) {
        assertThat(again.outline(index).map(DataSource.Outline::stamp))
            .as("stamp of %d, opened anew", index)
            .isEqualTo(outline.map(DataSource.Outline::stamp))
            .isNotEqualTo(Optional.of(0L));
        assertTrue(outline.get(), source, index);
      }
    }
  }

  private void assertTrue(DataSource.Outline outline, DataSource source, long index)
      throws IOException {
    List<List<Float>> upright = new ArrayList<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      Example example = read(source, index, seed);
      assertThat(outline.label()).as("label of %d", index).isEqualTo(example.label());
      List<Float> image = floats(example.image().orElseThrow());
      boolean mirrored = outline.mirrored().test(new Philox(seed, index));
      upright.add(mirrored ? mirrored(image) : image);
    }
    assertThat(upright)
        .as("images of %d, mirrored ones turned back", index)
        .containsOnly(upright.get(0));
  }

  private List<Float> mirrored(List<Float> image) {
    List<Float> result = new ArrayList<>(image);
    for (int start = 0; start < image.size(); start += resolution()) {
      Collections.reverse(result.subList(start, start + resolution()));
    }
    return result;
  }

  /**
   * Equal randomness gives equal examples, from the same source and from one opened anew.
   *
   * @throws IOException fails the test
   */
  @Test
  public void sameRandomGivesTheSameExample() throws IOException {
    DataSource source = open();
    List<List<Object>> first = contents(source, 1);
    assertThat(contents(source, 1)).as("read again").isEqualTo(first);
    assertThat(contents(open(), 1)).as("read from a source opened anew").isEqualTo(first);
    assertThat(first).as("examples").doesNotHaveDuplicates();
  }

  /**
   * Several threads at once get what one alone gets.
   *
   * @throws Exception fails the test
   */
  @Test
  public void threadsReadWhatOneAloneReads() throws Exception {
    DataSource source = open();
    List<List<Object>> alone = contents(source, 1);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<List<List<Object>>>> together =
          Collections.nCopies(THREADS, source).stream()
              .map(shared -> threads.submit(() -> contents(shared, 1)))
              .toList();
      for (Future<List<List<Object>>> one : together) {
        assertThat(one.get()).as("read beside other threads").isEqualTo(alone);
      }
    } catch (ExecutionException e) {
      throw new AssertionError("Reading beside other threads failed.", e);
    } finally {
      threads.shutdownNow();
    }
  }

  /**
   * Closing one source leaves another on the same data as it was.
   *
   * @throws IOException fails the test
   */
  @Test
  public void closesForItselfAlone() throws IOException {
    DataSource first = source();
    DataSource second = open();
    List<List<Object>> before = contents(second, 1);
    first.close();
    assertThat(contents(second, 1)).as("read after another was closed").isEqualTo(before);
  }

  /**
   * A foreground has a share for each pixel of the image that the same arguments give.
   *
   * @throws IOException fails the test
   */
  @Test
  public void itsForegroundLiesOnTheImage() throws IOException {
    DataSource source = open();
    for (long index : indices(source)) {
      Example example = source.read(index, Philox.of(1, index, "foreground"));
      Optional<float[]> foreground = source.foreground(index, Philox.of(1, index, "foreground"));
      if (foreground.isPresent()) {
        assertThat(foreground.get())
            .as("foreground of example %d", index)
            .hasSize(example.image().orElseThrow().length / 3);
        for (float share : foreground.get()) {
          assertThat(share).as("share of a pixel of example %d", index).isBetween(0f, 1f);
        }
      }
    }
  }
}
