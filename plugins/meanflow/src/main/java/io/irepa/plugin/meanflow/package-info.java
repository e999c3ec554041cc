/**
 * MeanFlow (arXiv 2505.13447): average velocities, learnt from their own derivative, which carry
 * noise to data in one step; its refinement with a predicted direction (arXiv 2512.02012), and the
 * sampler of both.
 */
package io.irepa.plugin.meanflow;
