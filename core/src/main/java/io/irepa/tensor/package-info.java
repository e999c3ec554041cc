/**
 * What DJL's PyTorch engine lacks: kernels in TorchScript text, gradients of a list of arrays,
 * named draws, named parameter sets, safetensors files, and scopes that close every array.
 *
 * <p>This package knows nothing of training or of configuration. Arrays come in from callers, who
 * own them; arrays that go out belong to the innermost open {@link io.irepa.tensor.Scope} of the
 * calling thread. No bfloat16 array ever leaves a kernel: the engine's Java side cannot hold one
 * and ends the JVM.
 */
package io.irepa.tensor;
