package io.irepa.torchfile;

import io.irepa.IrepaException;
import io.irepa.tensor.StoredArray;
import io.irepa.tensor.StoredFile;
import io.irepa.tensor.StoredFormat;
import io.irepa.tensor.Strides;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The few names that a file of tensors needs. Nothing else is known, and nothing is looked up. */
final class TorchNames implements Pickle.Names {
  private static final Map<String, StoredFormat> STORAGES =
      Map.of(
          "DoubleStorage", StoredFormat.F64,
          "FloatStorage", StoredFormat.F32,
          "HalfStorage", StoredFormat.F16,
          "BFloat16Storage", StoredFormat.BF16,
          "LongStorage", StoredFormat.I64,
          "IntStorage", StoredFormat.I32,
          "ByteStorage", StoredFormat.U8,
          "BoolStorage", StoredFormat.BOOL);
  private static final int MOST_DIMENSIONS = 64;
  private static final Set<String> TYPES =
      Set.of(
          "float64",
          "float32",
          "float16",
          "bfloat16",
          "int64",
          "int32",
          "int16",
          "int8",
          "uint8",
          "bool",
          "float",
          "double",
          "half",
          "long",
          "int");

  private final StoredFile file;
  private final boolean program;
  private final Storages storages;
  private final Pickle.Function tensor = this::tensor;

  /** Finds the bytes of a storage. */
  @FunctionalInterface
  interface Storages {
    /** Where a storage lies; empty while that is not yet known, and then nothing is built of it. */
    Optional<StoredArray.Extent> find(String key, StoredFormat format, long count);
  }

  /** A storage's format, known by its class. */
  private record StorageType(StoredFormat format) {}

  /** Numbers that tensors are views of. */
  private record Storage(String key, StoredFormat format, Optional<StoredArray.Extent> bytes) {}

  /** A kind of tensor, which is named and never called. */
  private enum TensorType {
    TENSOR
  }

  /**
   * @param program whether the file has one, whose modules' classes are then its own
   */
  TorchNames(StoredFile file, boolean program, Storages storages) {
    this.file = file;
    this.program = program;
    this.storages = storages;
  }

  @Override
  public Object global(String module, String name) {
    String whole = module + "." + name;
    return switch (whole) {
      case "collections.OrderedDict" -> (Pickle.Function) this::ordered;
      case "argparse.Namespace" -> (Pickle.Function) arguments -> new Namespace();
      case "builtins.set", "__builtin__.set", "builtins.frozenset", "__builtin__.frozenset" ->
          (Pickle.Function) this::set;
      case "torch._utils._rebuild_tensor_v2", "torch._utils._rebuild_tensor" -> tensor;
      case "torch._utils._rebuild_parameter", "torch._utils._rebuild_parameter_with_state" ->
          (Pickle.Function) arguments -> argument(arguments, 0, Object.class);
      case "torch._tensor._rebuild_from_type_v2" -> (Pickle.Function) this::ofType;
      case "torch.Tensor", "torch.nn.parameter.Parameter" -> TensorType.TENSOR;
      case "torch.Size", "torch.device" ->
          (Pickle.Function) arguments -> argument(arguments, 0, Object.class);
      default -> type(module, name);
    };
  }

  private Object type(String module, String name) {
    if (program && (module.equals("__torch__") || module.startsWith("__torch__."))) {
      return (Pickle.Function) arguments -> new Namespace();
    }
    if (program && module.equals("torch.jit._pickle") && name.startsWith("build_")) {
      return (Pickle.Function) arguments -> argument(arguments, 0, List.class);
    }
    if (module.equals("torch") && STORAGES.containsKey(name)) {
      return new StorageType(STORAGES.get(name));
    }
    if (module.equals("torch") && TYPES.contains(name)) {
      return module + "." + name;
    }
    throw new IrepaException(
        ("%s: the file names %s, which is no number, text, list or tensor. What a file names is "
                + "never run here. Load the file where it came from and save the tensors alone: "
                + "torch.save(model.state_dict(), …).")
            .formatted(file.path(), module + "." + name));
  }

  private Object ordered(List<?> arguments) {
    Map<Object, Object> map = new LinkedHashMap<>();
    if (!arguments.isEmpty()) {
      for (Object pair : argument(arguments, 0, List.class)) {
        if (!(pair instanceof List<?> two) || two.size() != 2 || !(two.get(0) instanceof String)) {
          throw file.damaged("an OrderedDict is made of what are no pairs");
        }
        map.put(two.get(0), two.get(1));
      }
    }
    return map;
  }

  private Object set(List<?> arguments) {
    Set<Object> set = new LinkedHashSet<>();
    if (!arguments.isEmpty()) {
      for (Object value : argument(arguments, 0, List.class)) {
        if (!(value instanceof String || value instanceof Number || value instanceof Boolean)) {
          throw file.damaged("a set holds a " + Pickle.kind(value));
        }
        set.add(value);
      }
    }
    return set;
  }

  @Override
  public Object persistent(Object id) {
    if (!(id instanceof List<?> parts)
        || parts.size() < 5
        || !(parts.get(1) instanceof StorageType type)
        || !(parts.get(2) instanceof String key)
        || !(parts.get(4) instanceof Long count)) {
      throw file.damaged("a storage is not described as torch.save does");
    }
    if (parts.size() > 5 && parts.get(5) != TorchNone.NONE) {
      throw file.damaged("a storage is part of another, as very old releases of PyTorch write it");
    }
    if (count < 0 || count > file.size() / type.format().bytes()) {
      throw file.damaged("the storage " + key + " has " + count + " numbers");
    }
    return new Storage(key, type.format(), storages.find(key, type.format(), count));
  }

  /** Arguments: storage, offset, sizes, strides, and what only gradients need. */
  private Object tensor(List<?> arguments) {
    Storage storage = argument(arguments, 0, Storage.class);
    long offset = argument(arguments, 1, Long.class);
    long[] dimensions = integers(argument(arguments, 2, List.class));
    long[] strides = integers(argument(arguments, 3, List.class));
    if (dimensions.length != strides.length) {
      throw file.damaged(
          "a tensor has %d sizes and %d strides".formatted(dimensions.length, strides.length));
    }
    if (storage.bytes().isEmpty()) {
      return TorchNone.NONE;
    }
    return StoredArray.strided(
        file,
        "(storage " + storage.key() + ")",
        storage.format(),
        new Strides(dimensions, strides, offset),
        storage.bytes().get());
  }

  /** A tensor with attributes: a function, a kind of tensor, arguments, the attributes. */
  private Object ofType(List<?> arguments) {
    argument(arguments, 1, TensorType.class);
    if (argument(arguments, 0, Pickle.Function.class) != tensor) {
      throw file.damaged("a tensor is made by a function that is none of tensors");
    }
    return tensor.call(argument(arguments, 2, List.class));
  }

  private long[] integers(List<?> values) {
    if (values.size() > MOST_DIMENSIONS) {
      throw file.damaged("a tensor has " + values.size() + " dimensions");
    }
    List<Long> integers = new ArrayList<>();
    for (Object value : values) {
      if (!(value instanceof Long integer)) {
        throw file.damaged("a size is a " + Pickle.kind(value));
      }
      integers.add(integer);
    }
    return integers.stream().mapToLong(Long::longValue).toArray();
  }

  private <T> T argument(List<?> arguments, int index, Class<T> type) {
    if (index >= arguments.size() || !type.isInstance(arguments.get(index))) {
      throw file.damaged("argument %d of a call is not what it takes".formatted(index));
    }
    return type.cast(arguments.get(index));
  }
}
