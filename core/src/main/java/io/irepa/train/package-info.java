/**
 * Training: the step, the optimizer, averages, checkpoints, the loop and what takes note of it.
 * Works on composed objects and knows no extension by name.
 */
package io.irepa.train;
