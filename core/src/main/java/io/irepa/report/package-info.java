/**
 * The page that shows runs: curves, samples and configurations in one file that needs no other.
 * Data comes in from run folders ({@link io.irepa.report.RunFiles}) and goes out as HTML ({@link
 * io.irepa.report.Report}). Nothing here computes with tensors.
 */
package io.irepa.report;
