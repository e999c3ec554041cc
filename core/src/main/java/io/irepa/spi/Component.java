package io.irepa.spi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names an extension: the {@code type} by which YAML asks for it, unique among those of its
 * extension point.
 *
 * @since 0.1
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Component {
  /** {@return the type, in kebab-case} */
  String value();

  /** {@return one sentence for the configuration reference} */
  String doc() default "";
}
