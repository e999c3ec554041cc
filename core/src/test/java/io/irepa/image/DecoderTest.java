package io.irepa.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DecoderTest {
  private static final double TOLERANCE = 1e-6;

  /** 8 x 8 pixels of C 200, M 30, Y 90, K 40, written by Pillow. */
  private static final String CMYK =
      "/9j/7gAOQWRvYmUAZAAAAAAA/9sAQwACAQEBAQECAQEBAgICAgIEAwICAgIFBAQDBAYFBgYGBQYGBgcJCAYHCQcG"
          + "BggLCAkKCgoKCgYICwwLCgwJCgoK/8AAFAgACAAIBEMRAE0RAFkRAEsRAP/EABUAAQEAAAAAAAAAAAAAAAAAAAkI"
          + "/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAA4EQwBNAFkASwAAPwA2zCKUK4//2Q==";

  private static void assertPlain(Picture picture, double red, double green, double blue) {
    double[] expected = {red, green, blue};
    for (int c = 0; c < 3; c++) {
      int plane = picture.width() * picture.height();
      for (int i = 0; i < plane; i++) {
        assertThat((double) picture.values()[c * plane + i])
            .as("channel %d, pixel %d", c, i)
            .isEqualTo(expected[c], within(TOLERANCE));
      }
    }
  }

  private static Picture decoded(BufferedImage image, String format) throws IOException {
    return Picture.decode(Images.encoded(image, format), "file", 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 50, 128, 254, 255})
  void greyIsNotBrightened(int level) throws IOException {
    Picture picture = decoded(Images.plain(3, 2, 8, level), "png");
    assertPlain(picture, level / 255.0, level / 255.0, level / 255.0);
  }

  @Test
  void greyJpegIsNotBrightened() throws IOException {
    assertPlain(decoded(Images.plain(8, 8, 8, 64), "jpg"), 64 / 255.0, 64 / 255.0, 64 / 255.0);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 200, 30000, 65535})
  void sixteenBitGreyKeepsItsBits(int level) throws IOException {
    Picture picture = decoded(Images.plain(3, 2, 16, level), "png");
    assertPlain(picture, level / 65535.0, level / 65535.0, level / 65535.0);
  }

  @Test
  void sixteenBitColourKeepsItsBits() throws IOException {
    Picture picture = decoded(Images.plain(3, 2, 16, 1, 30001, 65534), "png");
    assertPlain(picture, 1 / 65535.0, 30001 / 65535.0, 65534 / 65535.0);
  }

  @ParameterizedTest
  @CsvSource({"png", "bmp"})
  void colourIsAsStored(String format) throws IOException {
    assertPlain(
        decoded(Images.plain(3, 2, 8, 10, 100, 250), format), 10 / 255.0, 100 / 255.0, 250 / 255.0);
  }

  @ParameterizedTest
  @CsvSource({"0, 0.15", "0.5, 0.45", "1, 0.75"})
  void alphaIsComposedOnTheBackground(float background, double expected) throws IOException {
    // 0.4 opaque: 0.4 * 0.375 + 0.6 * background, in numbers that 8 bits hold exactly.
    byte[] file = Images.encoded(Images.plain(2, 2, 16, 24575, 24575, 24575, 26214), "png");
    double value = 26214 / 65535.0 * (24575 / 65535.0) + (1 - 26214 / 65535.0) * background;
    assertThat(value).as("the test's own number").isEqualTo(expected, within(1e-4));
    assertPlain(Picture.decode(file, "file", background), value, value, value);
  }

  @Test
  void greyWithAlphaIsComposed() throws IOException {
    double opaque = 51 / 255.0;
    double value = opaque * 100 / 255.0 + (1 - opaque);
    assertPlain(decoded(Images.plain(2, 2, 8, 100, 51), "png"), value, value, value);
  }

  @Test
  void aTransparentColourOfAPaletteIsComposed() throws IOException {
    byte[] ramp = {10, 20, 30, 40};
    IndexColorModel palette = new IndexColorModel(2, 4, ramp, ramp, ramp, 2);
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_BINARY, palette);
    image.getRaster().setPixel(0, 0, new int[] {1});
    image.getRaster().setPixel(1, 0, new int[] {2});
    assertThat(decoded(image, "png").values())
        .as("20 of 255, then the background")
        .containsExactly(20 / 255f, 1, 20 / 255f, 1, 20 / 255f, 1);
  }

  @Test
  void aPaletteOfTwoIsBlackAndWhite() throws IOException {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_BINARY);
    image.getRaster().setPixel(1, 0, new int[] {1});
    assertThat(decoded(image, "png").values()).as("pixels").containsExactly(0, 1, 0, 1, 0, 1);
  }

  @Test
  void fourInksBecomeThreeColours() throws IOException {
    Picture picture = Picture.decode(Base64.getDecoder().decode(CMYK), "file", 1);
    // Pillow: (46, 190, 139), rounded to 8 bits.
    assertThat(picture.values()[0] * 255).as("red").isEqualTo(46, within(0.51f));
    assertThat(picture.values()[64] * 255).as("green").isEqualTo(190, within(0.51f));
    assertThat(picture.values()[128] * 255).as("blue").isEqualTo(139, within(0.51f));
  }

  @Test
  void inksStoredAsLumaAreConverted() throws IOException {
    byte[] file = Base64.getDecoder().decode(CMYK);
    file[17] = 2; // Adobe's marker: YCCK
    Picture picture = Picture.decode(file, "file", 1);
    // Pillow: (125, 215, 24), rounded to 8 bits.
    assertThat(picture.values()[0] * 255).as("red").isEqualTo(125, within(1f));
    assertThat(picture.values()[64] * 255).as("green").isEqualTo(215, within(1f));
    assertThat(picture.values()[128] * 255).as("blue").isEqualTo(24, within(1f));
  }

  @ParameterizedTest
  @CsvSource({"png", "jpg"})
  void everyTruncationIsFound(String format) throws IOException {
    byte[] file = Images.encoded(Images.smooth(24, 16), format);
    for (int length = 0; length < file.length; length++) {
      byte[] cut = Arrays.copyOf(file, length);
      assertThatThrownBy(() -> Picture.decode(cut, "file", 1))
          .as("%d of %d bytes", length, file.length)
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void aFlippedBitInAPngIsFound() throws IOException {
    byte[] file = Images.encoded(Images.smooth(24, 16), "png");
    file[file.length / 2] ^= 4;
    assertThatThrownBy(() -> Picture.decode(file, "file", 1))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("IDAT");
  }

  @Test
  void aHeaderOfAbsurdSizeIsRefusedBeforeMemoryIsTaken() throws IOException {
    byte[] file = Images.encoded(Images.smooth(24, 16), "png");
    // The chunk IHDR: its type at 12, width, height, 5 more bytes, checksum at 29.
    ByteBuffer.wrap(file).putInt(16, 1 << 20).putInt(20, 1 << 20);
    CRC32 checksum = new CRC32();
    checksum.update(file, 12, 17);
    ByteBuffer.wrap(file).putInt(29, (int) checksum.getValue());
    assertThatThrownBy(() -> Picture.decode(file, "file", 1))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("pixels");
  }

  @Test
  void whatIsNoImageIsSaidToBeNone() {
    assertThatThrownBy(() -> Picture.decode("not an image at all".getBytes(UTF_8), "file", 1))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not an image");
  }
}
