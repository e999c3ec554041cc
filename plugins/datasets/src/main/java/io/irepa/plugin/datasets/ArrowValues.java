package io.irepa.plugin.datasets;

import io.irepa.numpy.NpyArray;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float2Vector;
import org.apache.arrow.vector.FloatingPointVector;
import org.apache.arrow.vector.ValueVector;
import org.apache.arrow.vector.VariableWidthFieldVector;
import org.apache.arrow.vector.complex.BaseListVector;
import org.apache.arrow.vector.complex.StructVector;

/** Single values of Arrow's vectors. */
final class ArrowValues {
  private ArrowValues() {}

  /** An integer or a name as text; empty if it is null. */
  static Optional<String> text(FieldVector vector, int row) {
    if (vector.isNull(row)) {
      return Optional.empty();
    }
    return Optional.of(
        vector instanceof BaseIntVector numbers
            ? Long.toString(numbers.getValueAsLong(row))
            : new String(((VariableWidthFieldVector) vector).get(row), StandardCharsets.UTF_8));
  }

  /** The vector of a structure's part, or the column itself. */
  static FieldVector part(FieldVector vector, String name) {
    return vector instanceof StructVector struct && struct.getChild(name) != null
        ? struct.getChild(name)
        : vector;
  }

  /** Bytes, or a list of lists flattened; empty if it is null. */
  static Optional<Cell> cell(FieldVector vector, int row) {
    if (vector.isNull(row)) {
      return Optional.empty();
    }
    if (vector instanceof VariableWidthFieldVector bytes) {
      return Optional.of(Cell.of(bytes.get(row)));
    }
    int from = row;
    int to = row + 1;
    ValueVector values = vector;
    while (values instanceof BaseListVector list) {
      if (to <= from) {
        return Optional.empty();
      }
      int first = list.getElementStartIndex(from);
      to = list.getElementEndIndex(to - 1);
      from = first;
      values = ((FieldVector) list).getChildrenFromFields().get(0);
    }
    float[] numbers = new float[to - from];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = number(values, from + i);
    }
    return Optional.of(Cell.of(numbers));
  }

  private static float number(ValueVector values, int place) {
    if (values instanceof Float2Vector halves) {
      return NpyArray.half(halves.get(place));
    }
    return values instanceof FloatingPointVector floats
        ? (float) floats.getValueAsDouble(place)
        : (float) ((BaseIntVector) values).getValueAsLong(place);
  }

  /** Whether {@link #text} can be asked. */
  static boolean hasTexts(FieldVector vector) {
    return vector instanceof BaseIntVector || vector instanceof VariableWidthFieldVector;
  }

  /** Whether {@link #cell} gives numbers. */
  static boolean hasNumbers(FieldVector vector) {
    FieldVector values = vector;
    while (values instanceof BaseListVector) {
      values = values.getChildrenFromFields().get(0);
    }
    return values != vector
        && (values instanceof FloatingPointVector || values instanceof BaseIntVector);
  }
}
