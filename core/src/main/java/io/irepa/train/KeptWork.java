package io.irepa.train;

import io.irepa.IrepaException;
import io.irepa.compose.ExtensionException;

/** Saves the steps that were done before an extension failed. */
final class KeptWork {
  private final CheckpointWriter writer;
  private final Session session;
  private final long first;
  private long done;

  /**
   * @param first steps done when the process began
   */
  KeptWork(CheckpointWriter writer, Session session, long first) {
    this.writer = writer;
    this.session = session;
    this.first = first;
    this.done = first;
  }

  /** Takes note that a step is done. */
  void at(long step) {
    done = step;
  }

  /**
   * Saves what is done, unless the failure came in the middle of an update, or a checkpoint cannot
   * be written.
   *
   * @return to be thrown: the failure, with where the run goes on from
   */
  IrepaException after(ExtensionException failure) {
    if (done == first || !session.between()) {
      return failure;
    }
    try {
      writer.save(done, session.state());
      writer.finish();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
      return failure;
    }
    return new ExtensionException(
        "%s The %d steps before are saved.".formatted(failure.getMessage(), done), failure);
  }
}
