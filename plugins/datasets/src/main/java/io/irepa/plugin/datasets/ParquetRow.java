package io.irepa.plugin.datasets;

import io.irepa.numpy.NpyArray;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/** The row that was read last: the values of each primitive column, lists flattened. */
final class ParquetRow extends RecordMaterializer<ParquetRow> {
  private final List<Values> leaves = new ArrayList<>();
  private final Group root;

  ParquetRow(MessageType schema) {
    this.root = new Group(schema);
  }

  /** Text of the value of the primitive column of this number; empty if it is null. */
  Optional<String> text(int leaf) {
    Values values = leaves.get(leaf);
    return values.bytes.isPresent()
        ? Optional.of(values.bytes.get().toStringUsingUTF8())
        : values.count > 0 ? Optional.of(Long.toString(values.last)) : Optional.empty();
  }

  /** The value of the first primitive column; empty if it is null. */
  Optional<Cell> cell() {
    Values values = leaves.get(0);
    return values.bytes.isPresent()
        ? Optional.of(Cell.of(values.bytes.get().getBytes()))
        : values.count > 0
            ? Optional.of(Cell.of(Arrays.copyOf(values.numbers, values.count)))
            : Optional.empty();
  }

  @Override
  public ParquetRow getCurrentRecord() {
    return this;
  }

  @Override
  public GroupConverter getRootConverter() {
    return root;
  }

  private final class Group extends GroupConverter {
    private final List<Converter> fields = new ArrayList<>();
    private final boolean whole;

    Group(GroupType type) {
      this.whole = type instanceof MessageType;
      for (Type field : type.getFields()) {
        if (field.isPrimitive()) {
          Values values =
              new Values(
                  field.getLogicalTypeAnnotation()
                      instanceof LogicalTypeAnnotation.Float16LogicalTypeAnnotation);
          leaves.add(values);
          fields.add(values);
        } else {
          fields.add(new Group(field.asGroupType()));
        }
      }
    }

    @Override
    public Converter getConverter(int field) {
      return fields.get(field);
    }

    @Override
    public void start() {
      if (whole) {
        leaves.forEach(Values::clear);
      }
    }

    @Override
    public void end() {}
  }

  private static final class Values extends PrimitiveConverter {
    private final boolean halves;
    private float[] numbers = new float[1];
    private int count;
    private long last;
    private Optional<Binary> bytes = Optional.empty();

    Values(boolean halves) {
      this.halves = halves;
    }

    private void clear() {
      count = 0;
      bytes = Optional.empty();
    }

    private void add(float number) {
      if (count == numbers.length) {
        numbers = Arrays.copyOf(numbers, 2 * count);
      }
      numbers[count++] = number;
    }

    @Override
    public void addBinary(Binary value) {
      if (halves) {
        add(
            NpyArray.half(
                ByteBuffer.wrap(value.getBytesUnsafe()).order(ByteOrder.LITTLE_ENDIAN).getShort()));
      } else {
        bytes = Optional.of(value);
      }
    }

    @Override
    public void addFloat(float value) {
      add(value);
    }

    @Override
    public void addDouble(double value) {
      add((float) value);
    }

    @Override
    public void addInt(int value) {
      addLong(value);
    }

    @Override
    public void addLong(long value) {
      last = value;
      add((float) value);
    }

    @Override
    public void addBoolean(boolean value) {
      addLong(value ? 1 : 0);
    }
  }
}
