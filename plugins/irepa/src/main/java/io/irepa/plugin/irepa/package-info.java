/**
 * What iREPA adds to REPA so that alignment carries over the spatial structure of the targets: a
 * convolution as the projector, and a normalization of the targets over their tokens (arXiv
 * 2512.10794).
 */
package io.irepa.plugin.irepa;
