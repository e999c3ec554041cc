package io.irepa.config;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.irepa.spi.Default;
import io.irepa.spi.OrOne;
import io.irepa.spi.Range;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Binds nodes to records, collecting every problem instead of stopping at the first. A value that
 * could not be bound is null inside the binder; a record with such a value is not made.
 */
final class Binder {
  private static final ObjectMapper SCALARS = new ObjectMapper();
  private static final Object WRONG = null;

  private final Catalog catalog;
  private final List<Problem> problems;

  /** Where each bound record stands, for checks that come later. */
  private final IdentityHashMap<Record, Bound> bound = new IdentityHashMap<>();

  record Bound(Node node, String path) {}

  Binder(Catalog catalog, List<Problem> problems) {
    this.catalog = catalog;
    this.problems = problems;
  }

  /** A record, or empty if something in it is wrong. */
  <R extends Record> Optional<R> record(Class<R> type, Node node, String path) {
    return Optional.ofNullable(type.cast(bindRecord(type, node, path, Set.of())));
  }

  private Object bindRecord(Class<?> type, Node node, String path, Set<String> extraKeys) {
    if (!(node instanceof Node.Mapping mapping)) {
      return wrong(
          node, path, "This is " + node.kind() + "; a mapping of keys to values is needed.");
    }
    RecordComponent[] components = type.getRecordComponents();
    Set<String> known = new TreeSet<>(extraKeys);
    for (RecordComponent component : components) {
      known.add(Names.kebab(component.getName()));
    }
    for (String key : mapping.values().keySet()) {
      if (!known.contains(key)) {
        problems.add(
            new Problem(
                mapping.keys().get(key),
                join(path, key),
                "There is no such key."
                    + Names.suggestion(key, known)
                    + " Known here: "
                    + String.join(", ", known)
                    + "."));
      }
    }
    int before = problems.size();
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      String key = Names.kebab(components[i].getName());
      values[i] = bindComponent(components[i], mapping, key, join(path, key));
    }
    if (problems.size() > before) {
      return WRONG;
    }
    return construct(type, components, values, node, path);
  }

  private Object bindComponent(
      RecordComponent component, Node.Mapping mapping, String key, String path) {
    Node value = mapping.values().get(key);
    boolean absent =
        value == null || (value instanceof Node.Scalar scalar && scalar.value() == null);
    Type type = component.getGenericType();
    if (!absent
        && value instanceof Node.Scalar one
        && Records.annotation(component, OrOne.class) != null) {
      value = new Node.Sequence(one.place(), List.of(one));
    }
    if (raw(type) == Optional.class) {
      if (absent) {
        return Optional.empty();
      }
      Object inner = value(argument(type), value, path, Records.annotation(component, Range.class));
      return inner == WRONG ? WRONG : Optional.of(inner);
    }
    if (absent) {
      Default fallback = Records.annotation(component, Default.class);
      if (fallback == null) {
        return wrong(mapping, path, "This key is missing and has no default.");
      }
      value = YamlReader.text("default of " + path, fallback.value());
    }
    return value(type, value, path, Records.annotation(component, Range.class));
  }

  private Object value(Type type, Node node, String path, Range range) {
    Class<?> raw = raw(type);
    if (Node.class.isAssignableFrom(raw)) {
      return raw.isInstance(node)
          ? node
          : wrong(node, path, "This is " + node.kind() + "; a mapping is needed.");
    }
    if (raw == List.class) {
      return list(argument(type), node, path, range);
    }
    if (raw == Chosen.class) {
      return chosen(raw(argument(type)), node, path);
    }
    if (raw.isRecord()) {
      return bindRecord(raw, node, path, Set.of());
    }
    if (!(node instanceof Node.Scalar scalar)) {
      return wrong(node, path, "This is " + node.kind() + "; " + expected(raw) + " is needed.");
    }
    return scalar(raw, scalar, path, range);
  }

  private Object list(Type item, Node node, String path, Range range) {
    if (!(node instanceof Node.Sequence sequence)) {
      return wrong(node, path, "This is " + node.kind() + "; a list is needed.");
    }
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < sequence.values().size(); i++) {
      values.add(value(item, sequence.values().get(i), join(path, String.valueOf(i)), range));
    }
    return values.contains(WRONG) ? WRONG : values;
  }

  private Object scalar(Class<?> raw, Node.Scalar scalar, String path, Range range) {
    Object value = scalar.value();
    if (raw == String.class) {
      return value instanceof String || value instanceof Number
          ? String.valueOf(value)
          : wrong(scalar, path, "This is " + scalar.kind() + "; a text is needed.");
    }
    if (raw == Path.class) {
      return value instanceof String text
          ? file(text, scalar, path)
          : wrong(scalar, path, "This is " + scalar.kind() + "; a path is needed.");
    }
    if (raw.isEnum()) {
      return constant(raw, scalar, path);
    }
    if (raw == boolean.class || raw == Boolean.class) {
      return value instanceof Boolean
          ? value
          : wrong(scalar, path, "This is " + scalar.kind() + "; true or false is needed.");
    }
    return number(raw, scalar, path, range);
  }

  private Object file(String text, Node.Scalar scalar, String path) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      return wrong(scalar, path, "This cannot be a path: " + e.getReason() + ".");
    }
  }

  private Object constant(Class<?> raw, Node.Scalar scalar, String path) {
    for (Object constant : raw.getEnumConstants()) {
      if (Names.kebab(((Enum<?>) constant).name()).equals(scalar.value())) {
        return constant;
      }
    }
    List<String> names = constants(raw);
    return wrong(
        scalar,
        path,
        "There is no %s here.%s Known: %s."
            .formatted(
                scalar.kind(),
                Names.suggestion(String.valueOf(scalar.value()), names),
                String.join(", ", names)));
  }

  static List<String> constants(Class<?> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(constant -> Names.kebab(((Enum<?>) constant).name()))
        .toList();
  }

  private Object number(Class<?> raw, Node.Scalar scalar, String path, Range range) {
    Object given = scalar.value();
    // YAML 1.1 reads 1e-4 as text; people mean the number.
    if (given instanceof String text && text.matches("[-+]?[0-9]+(\\.[0-9]*)?[eE][-+]?[0-9]+")) {
      given = Double.valueOf(text);
    }
    boolean whole =
        raw == int.class || raw == long.class || raw == Integer.class || raw == Long.class;
    if (!(given instanceof Number number)
        || !Double.isFinite(number.doubleValue())
        || (whole && number.doubleValue() != Math.rint(number.doubleValue()))) {
      return wrong(scalar, path, "This is " + scalar.kind() + "; " + expected(raw) + " is needed.");
    }
    double value = number.doubleValue();
    if (range != null && (value < range.min() || value > range.max())) {
      return wrong(scalar, path, "%s is out of range: %s.".formatted(given, text(range)));
    }
    boolean exact = number instanceof Integer || number instanceof Long;
    if (whole && !exact && (value >= 0x1p63 || value < -0x1p63)) {
      return wrong(scalar, path, given + " is too large for this key.");
    }
    try {
      return SCALARS.convertValue(whole ? (Object) number.longValue() : number, raw);
    } catch (IllegalArgumentException e) {
      return wrong(scalar, path, given + " is too large for this key.");
    }
  }

  static String text(Range range) {
    String least = plain(range.min());
    String most = plain(range.max());
    if (Double.isInfinite(range.max())) {
      return "at least " + least;
    }
    return Double.isInfinite(range.min()) ? "at most " + most : "from " + least + " to " + most;
  }

  private static String plain(double value) {
    return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
  }

  private Object chosen(Class<?> slot, Node node, String path) {
    Node.Mapping mapping;
    Node type;
    if (node instanceof Node.Scalar scalar && scalar.value() instanceof String) {
      mapping = new Node.Mapping(node.place(), new LinkedHashMap<>(), new HashMap<>());
      type = node;
    } else if (node instanceof Node.Mapping given) {
      mapping = given;
      type = given.values().get("type");
    } else {
      return wrong(node, path, "This is " + node.kind() + "; a mapping with a type is needed.");
    }
    List<String> names = catalog.types(slot).stream().map(ComponentType::type).sorted().toList();
    String what = Names.kebab(slot.getSimpleName()).replace('-', ' ');
    if (!(type instanceof Node.Scalar scalar) || !(scalar.value() instanceof String name)) {
      return wrong(node, path, "The key type is missing: one of " + String.join(", ", names) + ".");
    }
    Optional<ComponentType> found = catalog.find(slot, name);
    if (found.isEmpty()) {
      return wrong(
          type,
          join(path, "type"),
          "No %s is called '%s'.%s Installed: %s. A missing one comes with a plugin: see 'irepa plugins list'."
              .formatted(
                  what,
                  name,
                  Names.suggestion(name, names),
                  names.isEmpty() ? "none" : String.join(", ", names)));
    }
    Class<? extends Record> declared = found.get().settings().orElse(null);
    Class<?> settings = declared == null ? Nothing.class : declared;
    Object record = bindRecord(settings, mapping, path, Set.of("type"));
    if (record == WRONG) {
      return WRONG;
    }
    return new Chosen<>(
        found.get(), record instanceof Nothing ? Optional.empty() : Optional.of((Record) record));
  }

  /** Stands for the record of a component that has no keys. */
  record Nothing() {}

  private Object construct(
      Class<?> type, RecordComponent[] components, Object[] values, Node node, String path) {
    try {
      Class<?>[] parameters =
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      var constructor = type.getDeclaredConstructor(parameters);
      constructor.setAccessible(true);
      Record record = (Record) constructor.newInstance(values);
      bound.put(record, new Bound(node, path));
      return record;
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause();
      return wrong(node, path, cause.getMessage() == null ? cause.toString() : cause.getMessage());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("The record " + type.getName() + " cannot be made.", e);
    }
  }

  /** Reports a problem of a record that was bound, at the key's place if it was written. */
  void problem(Record record, String key, String message) {
    Bound where = bound.get(record);
    Place place = where.node().place();
    if (where.node() instanceof Node.Mapping mapping && mapping.values().containsKey(key)) {
      place = mapping.values().get(key).place();
    }
    problems.add(
        new Problem(place, key.isEmpty() ? where.path() : join(where.path(), key), message));
  }

  private Object wrong(Node node, String path, String message) {
    problems.add(new Problem(node.place(), path, message));
    return WRONG;
  }

  private static String expected(Class<?> raw) {
    if (raw == int.class || raw == long.class || raw == Integer.class || raw == Long.class) {
      return "a whole number";
    }
    if (raw == boolean.class || raw == Boolean.class) {
      return "true or false";
    }
    if (raw.isEnum()) {
      return "one of " + constants(raw).stream().collect(Collectors.joining(", "));
    }
    return raw == String.class || raw == Path.class ? "a text" : "a number";
  }

  static Class<?> raw(Type type) {
    return type instanceof ParameterizedType parameterized
        ? (Class<?>) parameterized.getRawType()
        : (Class<?>) type;
  }

  static Type argument(Type type) {
    return ((ParameterizedType) type).getActualTypeArguments()[0];
  }

  static String join(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
