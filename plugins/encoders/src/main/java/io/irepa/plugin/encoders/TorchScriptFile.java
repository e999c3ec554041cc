package io.irepa.plugin.encoders;

import io.irepa.IoReason;
import io.irepa.IrepaException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** A file that may be a TorchScript archive: a zip of program text and tensors. */
final class TorchScriptFile {
  private TorchScriptFile() {}

  /**
   * Looks at the file's entries, and loads nothing.
   *
   * @throws IrepaException if it is no TorchScript archive, saying what it is
   */
  static void check(Path file) {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      List<String> names = zip.stream().map(ZipEntry::getName).toList();
      boolean pickle = names.stream().anyMatch(name -> name.endsWith("/data.pkl"));
      boolean code = names.stream().anyMatch(name -> name.contains("/code/"));
      if (pickle && !code) {
        throw no(
            file,
            "it holds tensors without a program, as torch.save writes them. Save the model with torch.jit.trace(model.eval(), images).save(file)");
      }
      if (!pickle) {
        throw no(file, "it is a zip file of something else");
      }
    } catch (ZipException e) {
      throw new IrepaException(
          no(file, "it is no zip file, or is cut short (" + e.getMessage() + ")").getMessage(), e);
    } catch (IOException e) {
      throw new IrepaException(
          "Cannot read the TorchScript file %s: %s.".formatted(file, IoReason.of(e)), e);
    }
  }

  /**
   * Tells a file's content from another.
   *
   * @return CRC-32C of all bytes, and their number
   */
  static String checksum(Path file) {
    CRC32C sum = new CRC32C();
    try (InputStream in = new CheckedInputStream(Files.newInputStream(file), sum)) {
      byte[] part = new byte[1 << 20];
      long bytes = 0;
      for (int read = in.read(part); read >= 0; read = in.read(part)) {
        bytes += read;
      }
      return "crc32c-%08x-%d".formatted(sum.getValue(), bytes);
    } catch (IOException e) {
      throw new IrepaException(
          "Cannot read the TorchScript file %s: %s.".formatted(file, IoReason.of(e)), e);
    }
  }

  /** An error about a file that cannot be used. */
  static IrepaException no(Path file, String why) {
    return new IrepaException("%s is no TorchScript file: %s.".formatted(file, why));
  }
}
