package io.irepa.spi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Bounds of a number, or of each number of a list; both inclusive.
 *
 * @since 0.1
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.METHOD})
public @interface Range {
  /** {@return the least value allowed} */
  double min() default Double.NEGATIVE_INFINITY;

  /** {@return the greatest value allowed} */
  double max() default Double.POSITIVE_INFINITY;
}
