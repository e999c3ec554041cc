package io.irepa.plugin.datasets;

import io.airlift.compress.Decompressor;
import io.airlift.compress.lz4.Lz4Decompressor;
import io.airlift.compress.snappy.SnappyDecompressor;
import io.airlift.compress.zstd.ZstdDecompressor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** Decompression without native libraries. */
final class ParquetCodecs implements CompressionCodecFactory {
  @Override
  public BytesInputCompressor getCompressor(CompressionCodecName codec) {
    throw new UnsupportedOperationException("Nothing is written.");
  }

  @Override
  public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
    return switch (codec) {
      case UNCOMPRESSED -> new Plain((packed, size) -> packed);
      case SNAPPY -> new Plain((packed, size) -> unpacked(new SnappyDecompressor(), packed, size));
      case LZ4_RAW -> new Plain((packed, size) -> unpacked(new Lz4Decompressor(), packed, size));
      case ZSTD -> new Plain((packed, size) -> unpacked(new ZstdDecompressor(), packed, size));
      case GZIP ->
          new Plain(
              (packed, size) -> {
                try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
                  return in.readNBytes(size);
                }
              });
      default ->
          new Plain(
              (packed, size) -> {
                throw new IOException("the compression " + codec + " is not read");
              });
    };
  }

  private static byte[] unpacked(Decompressor codec, byte[] packed, int size) {
    byte[] plain = new byte[size];
    codec.decompress(packed, 0, packed.length, plain, 0, size);
    return plain;
  }

  @Override
  public void release() {}

  private interface Unpack {
    byte[] of(byte[] packed, int size) throws IOException;
  }

  private record Plain(Unpack unpack) implements BytesInputDecompressor {
    private static byte[] bytes(ByteBuffer buffer) {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      return bytes;
    }

    @Override
    public BytesInput decompress(BytesInput packed, int size) throws IOException {
      return BytesInput.from(unpack.of(packed.toInputStream().readAllBytes(), size));
    }

    @Override
    public void decompress(ByteBuffer packed, int packedSize, ByteBuffer plain, int size)
        throws IOException {
      plain.put(unpack.of(bytes(packed.slice().limit(packedSize)), size));
      packed.position(packed.position() + packedSize);
    }

    @Override
    public void release() {}
  }
}
