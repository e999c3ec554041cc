package io.irepa.evaluate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.irepa.IoReason;
import io.irepa.IrepaException;
import io.irepa.numpy.NpyHeader;
import io.irepa.spi.Samples;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Reference statistics in NumPy's {@code .npz} files: {@code mu} and {@code sigma}, and those of
 * spatial features, {@code mu_s} and {@code sigma_s}, as ADM's evaluation suite has them. Other
 * arrays of the file, such as 2 GB of images, are not touched.
 */
final class Npz {
  private Npz() {}

  /**
   * Reads mean and covariance.
   *
   * @param spatial those of spatial features
   * @param manager owns the arrays
   * @throws IrepaException if the file lacks them or cannot be read, naming what it has
   */
  static Samples.Moments moments(Path file, boolean spatial, NDManager manager) {
    String mean = spatial ? "mu_s" : "mu";
    String covariance = spatial ? "sigma_s" : "sigma";
    try (ZipFile zip = new ZipFile(file.toFile())) {
      NDArray mu = array(zip, mean, file, manager);
      NDArray sigma = array(zip, covariance, file, manager);
      long width = mu.size();
      if (!sigma.getShape().equals(new Shape(width, width))) {
        throw new IrepaException(
            "%s: %s has the shape %s, and the %d numbers of %s ask for %dx%d."
                .formatted(file, covariance, sigma.getShape(), width, mean, width, width));
      }
      return new Samples.Moments(mu.reshape(width), sigma);
    } catch (IOException e) {
      throw new IrepaException(
          "The reference statistics %s cannot be read: %s. A NumPy .npz file with mu and sigma is needed."
              .formatted(file, IoReason.of(e)),
          e);
    }
  }

  private static NDArray array(ZipFile zip, String name, Path file, NDManager manager)
      throws IOException {
    ZipEntry entry = zip.getEntry(name + ".npy");
    if (entry == null) {
      List<String> names =
          zip.stream().map(found -> found.getName().replaceFirst("\\.npy$", "")).toList();
      throw new IrepaException(
          "%s has no array %s; it has %s.".formatted(file, name, String.join(", ", names)));
    }
    try (DataInputStream in = new DataInputStream(zip.getInputStream(entry))) {
      return array(in, name, file, manager);
    }
  }

  private static NDArray array(DataInputStream in, String name, Path file, NDManager manager)
      throws IOException {
    NpyHeader header;
    try {
      header = NpyHeader.read(in);
    } catch (IOException e) {
      throw new IOException("the array " + name + " cannot be read: " + IoReason.of(e), e);
    }
    String type = header.type();
    if (header.bigEndian() || !(type.equals("f4") || type.equals("f8"))) {
      throw new IrepaException(
          "%s: %s is of the type %s; float32 or float64 is needed."
              .formatted(file, name, (header.bigEndian() ? ">" : "<") + type));
    }
    long[] sides = header.shape().stream().mapToLong(side -> side).toArray();
    // Whether rows or columns come first does not matter: a covariance is its own transpose.
    return manager.create(numbers(in, new Shape(sides).size(), type, name), new Shape(sides));
  }

  private static double[] numbers(InputStream in, long count, String type, String name)
      throws IOException {
    int bytes = type.equals("f4") ? 4 : 8;
    byte[] all = in.readNBytes((int) (count * bytes));
    if (all.length < count * bytes) {
      throw new IOException("the array " + name + " is cut short");
    }
    ByteBuffer values = ByteBuffer.wrap(all).order(ByteOrder.LITTLE_ENDIAN);
    double[] numbers = new double[(int) count];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = bytes == 4 ? values.getFloat() : values.getDouble();
    }
    return numbers;
  }
}
