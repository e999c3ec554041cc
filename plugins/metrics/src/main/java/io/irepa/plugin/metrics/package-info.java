/**
 * Metrics. Those of spatial structure (arXiv 2512.10794) take the patch tokens of images, one image
 * at a time; the others compare the features of many real and generated images, which they read a
 * part at a time. Everything is computed in float64 on the CPU.
 */
package io.irepa.plugin.metrics;
