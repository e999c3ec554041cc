package io.irepa.image;

/** The segments of a JPEG file before its image data. */
final class Jpeg {
  /** Marks where pixels begin. */
  static final int SOS = 0xDA;

  private Jpeg() {}

  /** Where the first segment's marker would stand. */
  static final int FIRST = 2;

  /** Whether the bytes begin as a JPEG file does. */
  static boolean is(byte[] bytes) {
    return bytes.length >= 4 && (bytes[0] & 255) == 0xFF && (bytes[1] & 255) == 0xD8;
  }

  /**
   * Where a segment's marker stands.
   *
   * @param marker second byte of the marker
   * @param from where to begin, at a segment: {@link #FIRST}, or {@link #next} of another
   * @return -1 if there is none, or the bytes are no JPEG file
   */
  static int segment(byte[] bytes, int marker, int from) {
    if (!is(bytes)) {
      return -1;
    }
    int at = from;
    while (at + 4 <= bytes.length && (bytes[at] & 255) == 0xFF) {
      int found = bytes[at + 1] & 255;
      if (found == marker) {
        return at;
      }
      if (found == SOS) {
        return -1;
      }
      at = next(bytes, at);
    }
    return -1;
  }

  /** Where the segment after the one at a place stands. */
  static int next(byte[] bytes, int at) {
    return at + 2 + ((bytes[at + 2] & 255) << 8 | (bytes[at + 3] & 255));
  }
}
