package io.irepa.torchfile;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Runs the steps of a pickle (Python's pickletools describes them) that build plain values. It
 * calls nothing by name: what a name stands for is asked of {@link Names}, which refuses all but a
 * few. Work and memory are bounded by a count of values, so that no pickle of any size makes it
 * hang; nothing here recurses.
 */
final class Pickle {
  /** Far above any checkpoint, which has some ten thousand. */
  private static final int MOST_VALUES = 4_000_000;

  private final PickleBytes bytes;
  private final Names names;
  private final ArrayList<Object> stack = new ArrayList<>();
  private final Deque<Integer> marks = new ArrayDeque<>();
  private final Map<Integer, Object> memo = new HashMap<>();
  private int values;

  /** What a pickle may name. */
  interface Names {
    /**
     * Something by its module and name.
     *
     * @return a {@link Function}, or a value
     * @throws io.irepa.IrepaException if it is refused
     */
    Object global(String module, String name);

    /** Something that lies outside of the pickle. */
    Object persistent(Object id);
  }

  /** Makes a value of arguments. */
  @FunctionalInterface
  interface Function {
    Object call(List<?> arguments);
  }

  Pickle(PickleBytes bytes, Names names) {
    this.bytes = bytes;
    this.names = names;
  }

  /** Runs one pickle to its end. */
  Object load() {
    while (true) {
      int code = bytes.u1();
      if (code == '.') {
        return pop();
      }
      step(code);
    }
  }

  private void step(int code) {
    switch (code) {
      case 0x80 -> version(bytes.u1()); // PROTO
      case 0x95 -> bytes.skip(8); // FRAME
      case 'N' -> push(TorchNone.NONE);
      case 0x88 -> push(true);
      case 0x89 -> push(false);
      case 'J' -> push((long) bytes.i4()); // BININT
      case 'K' -> push((long) bytes.u1()); // BININT1
      case 'M' -> push((long) bytes.u2()); // BININT2
      case 0x8a -> push(integer(bytes.u1())); // LONG1
      case 0x8b -> push(integer(bytes.i4())); // LONG4
      case 'G' -> push(bytes.f8()); // BINFLOAT
      case 0x8c -> push(bytes.text(bytes.u1())); // SHORT_BINUNICODE
      case 'X' -> push(bytes.text(bytes.i4())); // BINUNICODE
      case 0x8d -> push(bytes.text(bytes.i8())); // BINUNICODE8
      case 'U' -> push(bytes.latin(bytes.u1())); // SHORT_BINSTRING
      case 'T' -> push(bytes.latin(bytes.i4())); // BINSTRING
      case '}' -> push(new LinkedHashMap<>());
      case ']' -> push(new ArrayList<>());
      case ')' -> push(List.of());
      case 0x8f -> push(new LinkedHashSet<>());
      case '(' -> marks.push(stack.size());
      case 't' -> push(tuple(marked()));
      case 0x85 -> push(tuple(popped(1)));
      case 0x86 -> push(tuple(popped(2)));
      case 0x87 -> push(tuple(popped(3)));
      case '0' -> pop();
      case '1' -> marked(); // POP_MARK
      case 'a' -> extend(popped(1));
      case 'e' -> extend(marked());
      case 's' -> put(popped(2));
      case 'u' -> put(marked());
      case 0x90 -> add(marked()); // ADDITEMS
      case 'q' -> memo.put(bytes.u1(), top()); // BINPUT
      case 'r' -> memo.put(bytes.i4(), top()); // LONG_BINPUT
      case 0x94 -> memo.put(memo.size(), top()); // MEMOIZE
      case 'h' -> push(remembered(bytes.u1()));
      case 'j' -> push(remembered(bytes.i4()));
      case 'c' -> push(names.global(bytes.line(), bytes.line()));
      case 0x93 -> named(popped(2)); // STACK_GLOBAL
      case 'Q' -> push(names.persistent(pop()));
      case 'R', 0x81 -> call(popped(2)); // REDUCE, NEWOBJ
      case 'b' -> build(pop());
      default ->
          throw bytes.problem("the step 0x%02x is not one that torch.save writes".formatted(code));
    }
  }

  private void version(int version) {
    if (version > 5) {
      throw bytes.problem("its version is %d; 5 is the newest known".formatted(version));
    }
  }

  private Object integer(int length) {
    if (length < 0 || length > 256) {
      throw bytes.problem("an integer has %d bytes".formatted(length));
    }
    byte[] digits = bytes.take(length);
    for (int i = 0; i < length / 2; i++) {
      byte low = digits[i];
      digits[i] = digits[length - 1 - i];
      digits[length - 1 - i] = low;
    }
    BigInteger number = length == 0 ? BigInteger.ZERO : new BigInteger(digits);
    return number.bitLength() < 64 ? (Object) number.longValue() : number;
  }

  private void push(Object value) {
    count(1);
    stack.add(value);
  }

  private void count(int more) {
    values += more;
    if (values > MOST_VALUES) {
      throw bytes.problem("it builds more than %d values".formatted(MOST_VALUES));
    }
  }

  private Object pop() {
    return popped(1).get(0);
  }

  private Object top() {
    if (stack.isEmpty()) {
      throw bytes.problem("a step needs a value where there is none");
    }
    return stack.get(stack.size() - 1);
  }

  /** The last values, in order, taken off; not beyond a mark. */
  private List<Object> popped(int count) {
    int floor = marks.isEmpty() ? 0 : marks.peek();
    if (stack.size() - count < floor) {
      throw bytes.problem("a step needs a value where there is none");
    }
    return taken(stack.size() - count);
  }

  private List<Object> marked() {
    if (marks.isEmpty()) {
      throw bytes.problem("a step needs a mark where there is none");
    }
    return taken(marks.pop());
  }

  private List<Object> taken(int from) {
    List<Object> last = stack.subList(from, stack.size());
    List<Object> copy = new ArrayList<>(last);
    last.clear();
    return copy;
  }

  private static List<Object> tuple(List<Object> values) {
    return Collections.unmodifiableList(values);
  }

  private Object remembered(int key) {
    Object value = memo.get(key);
    if (value == null) {
      throw bytes.problem("it refers to value %d, which is not there".formatted(key));
    }
    return value;
  }

  private void named(List<Object> parts) {
    if (!(parts.get(0) instanceof String module) || !(parts.get(1) instanceof String name)) {
      throw bytes.problem("a name is no text");
    }
    push(names.global(module, name));
  }

  private void call(List<Object> parts) {
    if (!(parts.get(0) instanceof Function function)) {
      throw bytes.problem("it calls a %s".formatted(kind(parts.get(0))));
    }
    if (!(parts.get(1) instanceof List<?> arguments)) {
      throw bytes.problem("the arguments of a call are a %s".formatted(kind(parts.get(1))));
    }
    for (Object argument : arguments) {
      if (argument instanceof Collection<?> several) {
        count(several.size());
      }
    }
    push(function.call(arguments));
  }

  @SuppressWarnings("unchecked") // Made here, of any values.
  private void extend(List<Object> values) {
    if (!(top() instanceof ArrayList<?> list)) {
      throw bytes.problem("it appends to a %s".formatted(kind(top())));
    }
    ((ArrayList<Object>) list).addAll(values);
  }

  @SuppressWarnings("unchecked") // Made here, of any values.
  private void put(List<Object> pairs) {
    if (!(top() instanceof Map<?, ?> map) || pairs.size() % 2 != 0) {
      throw bytes.problem("it puts %d values into a %s".formatted(pairs.size(), kind(top())));
    }
    for (int i = 0; i < pairs.size(); i += 2) {
      ((Map<Object, Object>) map).put(key(pairs.get(i)), pairs.get(i + 1));
    }
  }

  @SuppressWarnings("unchecked") // Made here, of any values.
  private void add(List<Object> values) {
    if (!(top() instanceof Set<?> set)) {
      throw bytes.problem("it adds to a %s".formatted(kind(top())));
    }
    values.forEach(value -> ((Set<Object>) set).add(key(value)));
  }

  /** What may be looked up: comparing lists of lists could take for ever. */
  private Object key(Object key) {
    if (key instanceof String || key instanceof Number || key instanceof Boolean) {
      return key;
    }
    throw bytes.problem("a key is a %s, not a text or a number".formatted(kind(key)));
  }

  /** Attributes: a Namespace has nothing else, and an OrderedDict's are not needed. */
  private void build(Object state) {
    if (top() instanceof Namespace space && state instanceof Map<?, ?> map && map != space) {
      count(map.size());
      map.forEach((name, value) -> space.put(key(name), value));
    } else if (!(top() instanceof Map<?, ?>)) {
      throw bytes.problem("it sets attributes of a %s".formatted(kind(top())));
    }
  }

  static String kind(Object value) {
    if (value instanceof Map<?, ?>) {
      return "dict";
    }
    if (value instanceof Collection<?>) {
      return value instanceof Set<?> ? "set" : "list";
    }
    return value instanceof String ? "text" : value instanceof Number ? "number" : "value";
  }
}
