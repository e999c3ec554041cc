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
  /** The type, in kebab-case. */
  String value();

  /** One sentence for the configuration reference. */
  String doc() default "";
}
