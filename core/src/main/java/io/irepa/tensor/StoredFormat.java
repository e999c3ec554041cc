package io.irepa.tensor;

import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import java.util.Optional;

/**
 * Number formats of arrays in files, little-endian.
 *
 * @since 0.1
 */
public enum StoredFormat {
  /** 64-bit floating point. */
  F64(8, DataType.FLOAT64),
  /** 32-bit floating point. */
  F32(4, DataType.FLOAT32),
  /** 16-bit floating point; becomes float32 when it is read. */
  F16(2, DataType.FLOAT32),
  /** The upper half of a float32; becomes float32 when it is read. */
  BF16(2, DataType.FLOAT32),
  /** 64-bit integers. */
  I64(8, DataType.INT64),
  /** 32-bit integers. */
  I32(4, DataType.INT32),
  /** Bytes from 0 to 255. */
  U8(1, DataType.UINT8),
  /** A byte a truth value. */
  BOOL(1, DataType.BOOLEAN);

  private final int bytes;
  private final DataType type;

  StoredFormat(int bytes, DataType type) {
    this.bytes = bytes;
    this.type = type;
  }

  /** {@return bytes a number takes in a file} */
  public int bytes() {
    return bytes;
  }

  /** {@return the format of the array that reading gives} */
  public DataType type() {
    return type;
  }

  /**
   * The format in which an array is written.
   *
   * @param type of the array
   * @return empty if arrays of that type are not written
   */
  public static Optional<StoredFormat> of(DataType type) {
    return Arrays.stream(values())
        .filter(format -> format.type == type && format.bytes == type.getNumOfBytes())
        .findFirst();
  }

  /**
   * The format of a name such as {@code F32}, as safetensors files have them.
   *
   * @param name to look up
   * @return empty if there is none of that name
   */
  public static Optional<StoredFormat> named(String name) {
    return Arrays.stream(values()).filter(format -> format.name().equals(name)).findFirst();
  }

  /** Whether the bytes in a file are those of the array in memory. */
  boolean same() {
    return this != F16 && this != BF16 && this != BOOL;
  }
}
