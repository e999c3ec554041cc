package io.irepa.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OrientationTest {
  private static final int WIDTH = 48;
  private static final int HEIGHT = 32;

  /** Quarters of four greys: top left 40, top right 100, bottom left 160, bottom right 220. */
  private static BufferedImage quarters() {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        int level = 40 + (x < WIDTH / 2 ? 0 : 60) + (y < HEIGHT / 2 ? 0 : 120);
        image.setRGB(x, y, level << 16 | level << 8 | level);
      }
    }
    return image;
  }

  /** A TIFF header and a directory whose second entry is the orientation. */
  private static byte[] tiff(int orientation, ByteOrder order) {
    ByteBuffer tiff = ByteBuffer.allocate(8 + 2 + 24 + 4).order(order);
    tiff.putShort((short) (order == ByteOrder.LITTLE_ENDIAN ? 0x4949 : 0x4D4D));
    tiff.putShort((short) 42).putInt(8).putShort((short) 2);
    tiff.putShort((short) 0x0100)
        .putShort((short) 3)
        .putInt(1)
        .putShort((short) 7)
        .putShort((short) 0);
    tiff.putShort((short) 0x0112).putShort((short) 3).putInt(1);
    tiff.putShort((short) orientation).putShort((short) 0).putInt(0);
    return tiff.array();
  }

  /** After another APP1 segment, as files with XMP have it. */
  private static byte[] jpeg(byte[] tiff) throws IOException {
    byte[] plain = Images.encoded(quarters(), "jpg");
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.write(plain, 0, 2);
    segment(file, "http://ns".getBytes(StandardCharsets.US_ASCII), new byte[0]);
    segment(file, "Exif\0\0".getBytes(StandardCharsets.US_ASCII), tiff);
    file.write(plain, 2, plain.length - 2);
    return file.toByteArray();
  }

  private static void segment(ByteArrayOutputStream file, byte[] name, byte[] content) {
    int length = 2 + name.length + content.length;
    file.writeBytes(new byte[] {(byte) 0xFF, (byte) 0xE1, (byte) (length >> 8), (byte) length});
    file.writeBytes(name);
    file.writeBytes(content);
  }

  private static byte[] png(byte[] tiff) throws IOException {
    byte[] plain = Images.encoded(quarters(), "png");
    CRC32 checksum = new CRC32();
    byte[] type = "eXIf".getBytes(StandardCharsets.US_ASCII);
    checksum.update(type);
    checksum.update(tiff);
    int header = 8 + 25;
    return ByteBuffer.allocate(plain.length + 12 + tiff.length)
        .put(plain, 0, header)
        .putInt(tiff.length)
        .put(type)
        .put(tiff)
        .putInt((int) checksum.getValue())
        .put(plain, header, plain.length - header)
        .array();
  }

  private static void assertUpright(Picture picture, boolean tall, int topLeft, int topRight) {
    assertThat(picture.width()).as("width").isEqualTo(tall ? HEIGHT : WIDTH);
    assertThat(picture.height()).as("height").isEqualTo(tall ? WIDTH : HEIGHT);
    int row = 4 * picture.width();
    assertThat(picture.values()[row + 4] * 255).as("top left").isEqualTo(topLeft, within(2f));
    assertThat(picture.values()[row + picture.width() - 5] * 255)
        .as("top right")
        .isEqualTo(topRight, within(2f));
  }

  @ParameterizedTest
  @CsvSource({
    "1, false, 40, 100",
    "2, false, 100, 40",
    "3, false, 220, 160",
    "4, false, 160, 220",
    "5, true, 40, 160",
    "6, true, 160, 40",
    "7, true, 220, 100",
    "8, true, 100, 220"
  })
  void aPhotographIsTurnedUpright(int tag, boolean tall, int topLeft, int topRight)
      throws IOException {
    byte[] file = jpeg(tiff(tag, ByteOrder.BIG_ENDIAN));
    assertUpright(Picture.decode(file, "file", 1), tall, topLeft, topRight);
  }

  @Test
  void eitherByteOrderIsRead() throws IOException {
    byte[] file = jpeg(tiff(6, ByteOrder.LITTLE_ENDIAN));
    assertUpright(Picture.decode(file, "file", 1), true, 160, 40);
  }

  @Test
  void aPngMayStateItToo() throws IOException {
    assertUpright(Picture.decode(png(tiff(8, ByteOrder.BIG_ENDIAN)), "file", 1), true, 100, 220);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 9, 4000, -1})
  void anUnknownOrientationIsUpright(int tag) throws IOException {
    byte[] file = jpeg(tiff(tag, ByteOrder.BIG_ENDIAN));
    assertUpright(Picture.decode(file, "file", 1), false, 40, 100);
  }

  @Test
  void damageWithinTheNotesIsNoDamageToTheImage() throws IOException {
    byte[] tiff = tiff(6, ByteOrder.BIG_ENDIAN);
    for (int i = 0; i < 10; i++) {
      byte[] damaged = tiff.clone();
      damaged[i] ^= (byte) 0xC1;
      Picture picture = Picture.decode(jpeg(damaged), "file", 1);
      assertThat(picture.values()).as("values after damage at %d", i).hasSize(3 * WIDTH * HEIGHT);
    }
  }
}
