package io.irepa.spi;

/**
 * How the work on a run ended.
 *
 * @since 0.1
 */
public enum Ending {
  /** All steps are done. */
  FINISHED,
  /** An error ended it. */
  FAILED,
  /** Somebody stopped it; it may go on later. */
  STOPPED
}
