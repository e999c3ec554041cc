package io.irepa.evaluate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.irepa.IoReason;
import io.irepa.IrepaException;
import io.irepa.spi.Samples;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Reference statistics in NumPy's {@code .npz} files: {@code mu} and {@code sigma}, and those of
 * spatial features, {@code mu_s} and {@code sigma_s}, as ADM's evaluation suite has them. Other
 * arrays of the file, such as 2 GB of images, are not touched.
 */
final class Npz {
  private static final Pattern HEADER =
      Pattern.compile(
          "'descr': *'([<|>])([a-z][0-9]+)'.*'fortran_order': *(True|False).*'shape': *\\(([0-9, ]*)\\)");

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
    byte[] magic = in.readNBytes(8);
    if (magic.length < 8 || (magic[0] & 0xFF) != 0x93 || magic[1] != 'N') {
      throw new IOException("the array " + name + " is not in NumPy's format");
    }
    byte[] size = in.readNBytes(magic[6] == 1 ? 2 : 4);
    ByteBuffer little = ByteBuffer.wrap(Arrays.copyOf(size, 4)).order(ByteOrder.LITTLE_ENDIAN);
    String header = new String(in.readNBytes(little.getInt()), StandardCharsets.US_ASCII);
    Matcher found = HEADER.matcher(header);
    if (!found.find()) {
      throw new IOException("the array " + name + " has the header " + header.strip());
    }
    String type = found.group(2);
    if (found.group(1).equals(">") || !(type.equals("f4") || type.equals("f8"))) {
      throw new IrepaException(
          "%s: %s is of the type %s; float32 or float64 is needed."
              .formatted(file, name, found.group(1) + type));
    }
    long[] sides =
        Arrays.stream(found.group(4).split(",", -1))
            .map(String::strip)
            .filter(side -> !side.isEmpty())
            .mapToLong(Long::parseLong)
            .toArray();
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
