package io.irepa.config;

import io.irepa.spi.Default;
import java.lang.reflect.RecordComponent;
import java.util.Optional;

/** What the reader and the writers ask of configuration records. */
public final class Records {
  private Records() {}

  /** The value of a component, of whatever visibility the record is. */
  public static Object get(Record record, RecordComponent component) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("The record " + record.getClass() + " cannot be read.", e);
    }
  }

  /** Whether a run must have the key. */
  static boolean needed(RecordComponent component) {
    return component.isAnnotationPresent(Needed.class)
        || (!component.isAnnotationPresent(Default.class) && component.getType() != Optional.class);
  }
}
