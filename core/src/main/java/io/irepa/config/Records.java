package io.irepa.config;

import io.irepa.spi.Default;
import io.irepa.spi.MayChange;
import java.lang.annotation.Annotation;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/** What the reader and the writers ask of configuration records. */
public final class Records {
  private Records() {}

  /** Whether a key may have another value when a run goes on. */
  public static boolean mayChange(RecordComponent component) {
    return annotation(component, MayChange.class) != null;
  }

  /** The value of a component, of whatever visibility the record is. */
  public static Object get(Record record, RecordComponent component) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("The record " + record.getClass() + " cannot be read.", e);
    }
  }

  /**
   * What is written about a key: at the record's component or, so that records may share their
   * keys, at the method of that name of an interface that the record implements.
   *
   * @return null if there is none, as reflection has it
   */
  static <A extends Annotation> A annotation(RecordComponent component, Class<A> type) {
    A own = component.getAnnotation(type);
    return own != null ? own : inherited(component.getDeclaringRecord(), component.getName(), type);
  }

  private static <A extends Annotation> A inherited(Class<?> of, String name, Class<A> type) {
    for (Class<?> shared : of.getInterfaces()) {
      A found =
          Arrays.stream(shared.getDeclaredMethods())
              .filter(method -> method.getName().equals(name) && method.getParameterCount() == 0)
              .map(method -> method.getAnnotation(type))
              .filter(Objects::nonNull)
              .findFirst()
              .orElseGet(() -> inherited(shared, name, type));
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /** Whether a run must have the key. */
  static boolean needed(RecordComponent component) {
    return component.isAnnotationPresent(Needed.class)
        || (annotation(component, Default.class) == null && component.getType() != Optional.class);
  }
}
