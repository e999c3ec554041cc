package io.irepa.image;

import javax.imageio.stream.ImageInputStreamImpl;

/** Bytes in memory as Java's image readers take them, without a copy. */
final class ByteStream extends ImageInputStreamImpl {
  private final byte[] bytes;

  ByteStream(byte[] bytes) {
    this.bytes = bytes;
  }

  @Override
  public int read() {
    bitOffset = 0;
    return streamPos < bytes.length ? bytes[(int) streamPos++] & 255 : -1;
  }

  @Override
  public int read(byte[] to, int offset, int length) {
    bitOffset = 0;
    int count = (int) Math.min(length, bytes.length - streamPos);
    if (count <= 0) {
      return length == 0 ? 0 : -1;
    }
    System.arraycopy(bytes, (int) streamPos, to, offset, count);
    streamPos += count;
    return count;
  }

  @Override
  public long length() {
    return bytes.length;
  }
}
