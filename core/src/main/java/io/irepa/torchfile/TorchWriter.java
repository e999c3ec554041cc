package io.irepa.torchfile;

import io.irepa.tensor.ArrayBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Writes files that {@code torch.load(weights_only=True)} reads, one tensor at a time. */
public final class TorchWriter {
  private TorchWriter() {}

  /**
   * Writes or replaces a file. The caller sees to atomicity.
   *
   * @param file to write; its name without its ending is that of the folder within
   * @param root maps, lists, texts, numbers, {@link TorchNone}, and tensors as {@link ArrayBytes}
   * @throws IOException if the disk is full, say; the file is then incomplete
   * @throws IllegalArgumentException if the tree holds anything else
   */
  public static void write(Path file, Object root) throws IOException {
    PickleText pickle = PickleText.of(root);
    try (ZipWriter zip = new ZipWriter(file)) {
      zip.entry("archive/data.pkl", pickle.bytes().length, bytes(pickle.bytes()));
      zip.entry("archive/byteorder", 6, bytes("little".getBytes(StandardCharsets.US_ASCII)));
      for (int i = 0; i < pickle.storages().size(); i++) {
        ArrayBytes array = pickle.storages().get(i);
        zip.entry("archive/data/" + i, array.byteCount(), array::writeTo);
      }
      zip.entry("archive/version", 2, bytes("3\n".getBytes(StandardCharsets.US_ASCII)));
      zip.finish();
    }
  }

  private static ZipWriter.Content bytes(byte[] bytes) {
    return (WritableByteChannel channel) -> {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    };
  }
}
