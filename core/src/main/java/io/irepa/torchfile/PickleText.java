package io.irepa.torchfile;

import io.irepa.tensor.ArrayBytes;
import io.irepa.tensor.StoredFormat;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A tree of values as a pickle of protocol 2, as torch.save writes it; the numbers of tensors are
 * left to storages.
 */
final class PickleText {
  private static final Map<StoredFormat, String> STORAGES =
      Map.of(
          StoredFormat.F64, "DoubleStorage",
          StoredFormat.F32, "FloatStorage",
          StoredFormat.F16, "HalfStorage",
          StoredFormat.BF16, "BFloat16Storage",
          StoredFormat.I64, "LongStorage",
          StoredFormat.I32, "IntStorage",
          StoredFormat.U8, "ByteStorage",
          StoredFormat.BOOL, "BoolStorage");

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final DataOutputStream out = new DataOutputStream(bytes);
  private final List<ArrayBytes> storages = new ArrayList<>();

  /** Writes a whole pickle. */
  static PickleText of(Object root) throws IOException {
    PickleText text = new PickleText();
    text.out.write(new byte[] {(byte) 0x80, 2});
    text.value(root);
    text.out.write('.');
    return text;
  }

  byte[] bytes() {
    return bytes.toByteArray();
  }

  /** The tensors in the order of their keys: 0, 1, 2… */
  List<ArrayBytes> storages() {
    return storages;
  }

  private void value(Object value) throws IOException {
    if (value instanceof Map<?, ?> map) {
      out.write("}(".getBytes(StandardCharsets.US_ASCII));
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        value(entry.getKey());
        value(entry.getValue());
      }
      out.write('u');
    } else if (value instanceof List<?> list) {
      out.write("](".getBytes(StandardCharsets.US_ASCII));
      for (Object one : list) {
        value(one);
      }
      out.write('e');
    } else if (value instanceof ArrayBytes array) {
      tensor(array);
    } else {
      scalar(value);
    }
  }

  private void scalar(Object value) throws IOException {
    if (value instanceof String text) {
      text(text);
    } else if (value instanceof Boolean bool) {
      out.write(bool ? 0x88 : 0x89);
    } else if (value instanceof Double || value instanceof Float) {
      out.write('G');
      out.writeDouble(((Number) value).doubleValue());
    } else if (value instanceof Long || value instanceof Integer) {
      integer(BigInteger.valueOf(((Number) value).longValue()));
    } else if (value instanceof BigInteger number) {
      integer(number);
    } else if (value == TorchNone.NONE) {
      out.write('N');
    } else {
      throw new IllegalArgumentException("A " + value.getClass() + " is not written.");
    }
  }

  private void text(String text) throws IOException {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    out.write('X');
    out.writeInt(Integer.reverseBytes(utf8.length));
    out.write(utf8);
  }

  private void integer(BigInteger number) throws IOException {
    byte[] digits = number.toByteArray();
    out.write(0x8a);
    out.write(digits.length);
    for (int i = digits.length - 1; i >= 0; i--) {
      out.write(digits[i]);
    }
  }

  private void global(String module, String name) throws IOException {
    out.writeBytes("c" + module + "\n" + name + "\n");
  }

  /** {@code torch._utils._rebuild_tensor_v2(storage, 0, size, stride, False, OrderedDict())}. */
  private void tensor(ArrayBytes array) throws IOException {
    long[] dimensions = array.shape().getShape();
    long[] strides = new long[dimensions.length];
    long stride = 1;
    for (int i = dimensions.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= Math.max(1, dimensions[i]);
    }
    global("torch._utils", "_rebuild_tensor_v2");
    out.write('(');
    out.write('(');
    text("storage");
    global("torch", STORAGES.get(array.format()));
    text(Integer.toString(storages.size()));
    text("cpu");
    value(array.shape().size());
    out.write("tQK\0".getBytes(StandardCharsets.US_ASCII));
    tuple(dimensions);
    tuple(strides);
    out.write(0x89);
    global("collections", "OrderedDict");
    out.write(")RtR".getBytes(StandardCharsets.US_ASCII));
    storages.add(array);
  }

  private void tuple(long[] values) throws IOException {
    out.write('(');
    for (long value : values) {
      value(value);
    }
    out.write('t');
  }
}
