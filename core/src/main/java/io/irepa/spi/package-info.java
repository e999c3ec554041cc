/**
 * What extensions see: the extension points, the records that pass between them, and the
 * annotations of their configuration. Depends on {@code io.irepa.tensor} and on nothing else of the
 * project.
 *
 * <p>An extension is one public class with {@link io.irepa.spi.Component} and PF4J's
 * {@code @Extension}, and one constructor with {@code @Inject}. It may ask for its own
 * configuration record, and for {@link io.irepa.tensor.Parameters} (of its slot), {@link
 * io.irepa.tensor.Precision}, {@link ai.djl.ndarray.NDManager} (of the run), {@link
 * io.irepa.spi.RunShape}, and what its extension point names. One thread calls an extension unless
 * its contract says otherwise. Arrays that it creates belong to the innermost scope and are closed
 * for it; arrays that it is given are not its to close.
 */
package io.irepa.spi;
