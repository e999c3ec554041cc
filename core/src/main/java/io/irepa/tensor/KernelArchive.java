package io.irepa.tensor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A TorchScript archive around program text: the zip that libtorch's loader reads and whose text it
 * compiles. Holds no attributes, hence no tensors.
 */
final class KernelArchive {
  private static final byte[] VERSION = "10\n".getBytes(StandardCharsets.US_ASCII);

  /** The pickle of an empty tuple. */
  private static final byte[] NO_CONSTANTS = {(byte) 0x80, 2, ')', '.'};

  private KernelArchive() {}

  static byte[] of(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length() + 1024);
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setMethod(ZipOutputStream.STORED);
      put(zip, "k/version", VERSION);
      put(zip, "k/code/__torch__.py", text.getBytes(StandardCharsets.UTF_8));
      put(zip, "k/constants.pkl", NO_CONSTANTS);
      put(zip, "k/data.pkl", instanceOfKernel());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** The pickle of {@code __torch__.Kernel} with the state {@code {"training": True}}. */
  private static byte[] instanceOfKernel() {
    ByteArrayOutputStream pickle = new ByteArrayOutputStream();
    pickle.writeBytes(new byte[] {(byte) 0x80, 2, 'c'});
    pickle.writeBytes("__torch__\nKernel\n".getBytes(StandardCharsets.US_ASCII));
    pickle.writeBytes(new byte[] {')', (byte) 0x81, '}', '('});
    byte[] name = "training".getBytes(StandardCharsets.US_ASCII);
    pickle.writeBytes(new byte[] {'X', (byte) name.length, 0, 0, 0});
    pickle.writeBytes(name);
    pickle.writeBytes(new byte[] {(byte) 0x88, 'u', 'b', '.'});
    return pickle.toByteArray();
  }

  private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    CRC32 crc = new CRC32();
    crc.update(content);
    entry.setSize(content.length);
    entry.setCompressedSize(content.length);
    entry.setCrc(crc.getValue());
    entry.setTime(0);
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }
}
