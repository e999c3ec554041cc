/**
 * What extensions see: the extension points, the records that pass between them, and the
 * annotations of their configuration. Depends on {@code io.irepa.tensor} and on nothing else of the
 * project.
 *
 * <p>An extension is one public class with {@link io.irepa.spi.Component} and PF4J's
 * {@code @Extension}, and one constructor with {@code @Inject}. It may ask for its own
 * configuration record, and for {@link io.irepa.tensor.Parameters} (of its slot), {@link
 * io.irepa.tensor.Precision}, {@link ai.djl.ndarray.NDManager} (of the run), {@link
 * io.irepa.spi.RunShape}, and what its extension point names.
 *
 * <p>Unless a contract says otherwise, this holds everywhere:
 *
 * <ul>
 *   <li>Letters of shapes: B examples, C channels, H and W sides, T tokens, D the backbone's width,
 *       K an encoder's width. Time runs from 0 (data) to 1 (noise).
 *   <li>Arrays are float32, labels int64. A function that is differentiated works in the format of
 *       what it is given: the test kit gives it float64.
 *   <li>Arrays that an extension creates belong to the innermost {@link io.irepa.tensor.Scope} and
 *       are closed for it. Arrays that it is given are neither closed nor changed. What it keeps,
 *       it makes in its constructor: parameters through {@code Parameters}, the rest with the run's
 *       manager, which closes them.
 *   <li>One thread calls an extension: the one that trains or samples.
 *   <li>Operations are recorded for differentiation within {@link io.irepa.spi.Objective#losses},
 *       and not elsewhere.
 *   <li>Equal arguments and parameters give equal bits on the same machine.
 *   <li>An {@link io.irepa.IrepaException} ends the work with its message and exit code 1. Any
 *       other exception is taken for a fault of the extension.
 *   <li>Nothing is null, neither given nor returned.
 * </ul>
 */
package io.irepa.spi;
