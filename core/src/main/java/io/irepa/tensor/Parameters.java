package io.irepa.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The named arrays of one component, in the order of creation: trained parameters, and buffers,
 * which are saved but not trained. Names are those of the published state dicts ({@code
 * blocks.0.attn.qkv.weight}).
 *
 * <p>Arrays live as long as the manager given here and are not to be closed by components. A
 * component asks for an array at each use ({@link #get}) and keeps none: sampling substitutes the
 * averaged ones.
 *
 * @since 0.1
 */
public final class Parameters {
  private final String component;
  private final NDManager manager;
  private final Precision precision;
  private final Draws draws;
  private final Map<String, NDArray> trained = new LinkedHashMap<>();
  private final Map<String, NDArray> buffers = new LinkedHashMap<>();
  private final Map<String, NDArray> substitutes = new LinkedHashMap<>();

  /**
   * @param component the prefix that makes names unique in a run, such as {@code backbone}
   * @param manager owns the arrays
   * @param precision gives their format
   * @param draws for the initial values, named {@code init.<component>.<name>}
   */
  public Parameters(String component, NDManager manager, Precision precision, Draws draws) {
    this.component = component;
    this.manager = manager;
    this.precision = precision;
    this.draws = draws;
  }

  /** {@return the component's prefix, without a dot at its end} */
  public String component() {
    return component;
  }

  /**
   * Creates a trained parameter.
   *
   * @param name within the component, not used before
   * @param shape of the array
   * @param initializer of its values
   */
  public void parameter(String name, Shape shape, Initializer initializer) {
    NDArray array = create(name, shape, initializer);
    array.setRequiresGradient(true);
    trained.put(name, array);
  }

  /**
   * Creates an array that is saved and loaded but not trained.
   *
   * @param name within the component, not used before
   * @param shape of the array
   * @param initializer of its values
   */
  public void buffer(String name, Shape shape, Initializer initializer) {
    buffers.put(name, create(name, shape, initializer));
  }

  private NDArray create(String name, Shape shape, Initializer initializer) {
    if (trained.containsKey(name) || buffers.containsKey(name)) {
      throw new IllegalArgumentException(component + "." + name + " is defined twice.");
    }
    try (Scope scope = Scope.open();
        Autograd.Recording off = Autograd.off()) {
      NDArray values = initializer.create(manager, shape, draws, "init." + component + "." + name);
      // A copy: toType gives the same memory for the same type, and that may be the Java heap's.
      NDArray owned = values.toType(precision.edgeType(), false).duplicate();
      return scope.keep(owned, manager);
    }
  }

  /**
   * The array of that name, or what stands in for it.
   *
   * @param name within the component
   * @return not to be closed or kept
   * @throws IllegalArgumentException if there is none
   */
  public NDArray get(String name) {
    NDArray array = substitutes.get(name);
    if (array == null) {
      array = trained.get(name);
    }
    if (array == null) {
      array = buffers.get(name);
    }
    if (array == null) {
      throw new IllegalArgumentException(
          "%s has no parameter %s; it has %s.".formatted(component, name, names()));
    }
    return array;
  }

  /**
   * Several arrays.
   *
   * @param names within the component
   * @return in the order asked for
   * @throws IllegalArgumentException if there is none of a name
   */
  public NDArray[] get(List<String> names) {
    return names.stream().map(this::get).toArray(NDArray[]::new);
  }

  /** {@return the trained arrays by name, in order} */
  public Map<String, NDArray> trained() {
    return Collections.unmodifiableMap(trained);
  }

  /** {@return the buffers by name, in order} */
  public Map<String, NDArray> buffers() {
    return Collections.unmodifiableMap(buffers);
  }

  /** {@return trained arrays, then buffers, by name} */
  public Map<String, NDArray> all() {
    Map<String, NDArray> all = new LinkedHashMap<>(trained);
    all.putAll(buffers);
    return all;
  }

  /** {@return all names: trained arrays, then buffers} */
  public List<String> names() {
    return new ArrayList<>(all().keySet());
  }

  /** {@return the trained arrays as a list, in order} */
  public NDList trainedList() {
    return new NDList(trained.values());
  }

  /**
   * Overwrites an array.
   *
   * @param name within the component
   * @param values of the same shape; not closed
   * @throws IllegalArgumentException if there is none of that name, or its shape is another
   */
  public void load(String name, NDArray values) {
    NDArray array = get(name);
    if (!array.getShape().equals(values.getShape())) {
      throw new IllegalArgumentException(
          "%s.%s has the shape %s, not %s."
              .formatted(component, name, array.getShape(), values.getShape()));
    }
    Copy.into(array, values);
  }

  /**
   * Lets other arrays stand in for some of these.
   *
   * @param arrays by name; not closed
   * @return to be closed, which puts the parameters back
   */
  public Substitution substitute(Map<String, NDArray> arrays) {
    substitutes.putAll(arrays);
    return substitutes::clear;
  }

  /** Arrays standing in for others; closing it puts the parameters back. */
  @FunctionalInterface
  public interface Substitution extends AutoCloseable {
    @Override
    void close();
  }
}
