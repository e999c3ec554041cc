package io.irepa.spi;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A key that may have another value when a run goes on from a checkpoint: it says how long, how
 * often, where to or how much at once, and changes no number of the steps already asked for but in
 * its rounding. Nor does it key a cache, unless it is a path, whose file does. A run refuses to go
 * on with another value of any other key unless it is forced to.
 *
 * @since 0.1
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.METHOD})
public @interface MayChange {}
