package io.irepa.spi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a configuration key means, for the reference and for editors.
 *
 * @since 0.1
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.METHOD})
public @interface Doc {
  /** {@return one or two sentences, with the unit} */
  String value();

  /** {@return a value as YAML text, where no default shows what one looks like} */
  String example() default "";
}
