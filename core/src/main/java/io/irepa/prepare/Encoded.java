package io.irepa.prepare;

import io.irepa.image.Picture;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Pictures as files. The same picture gives the same bytes in the same Java runtime. */
final class Encoded {
  private Encoded() {}

  /** As an image of 8 bits a sample. */
  static BufferedImage image(Picture picture) {
    int width = picture.width();
    int plane = width * picture.height();
    float[] values = picture.values();
    BufferedImage image = new BufferedImage(width, picture.height(), BufferedImage.TYPE_3BYTE_BGR);
    for (int i = 0; i < plane; i++) {
      int rgb = 0;
      for (int c = 0; c < 3; c++) {
        rgb = rgb << 8 | Math.round(Math.max(0, Math.min(1, values[c * plane + i])) * 255);
      }
      image.setRGB(i % width, i / width, rgb);
    }
    return image;
  }

  /** The bytes of a file. */
  static byte[] bytes(Picture picture, String format, int quality) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      ImageWriteParam param = writer.getDefaultWriteParam();
      if (format.equals("jpg")) {
        param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        param.setCompressionQuality(quality / 100f);
      }
      writer.setOutput(out);
      writer.write(null, new IIOImage(image(picture), null, null), param);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
