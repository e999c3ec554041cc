/**
 * JMH benchmarks of the kernels that a training step runs, at the sizes of SiT-S/2 with batch 8.
 * Run by {@code bench/kernels}.
 */
package io.irepa.bench;
