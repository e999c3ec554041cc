package io.irepa.torchfile;

/** Python's {@code None}, which a file's tree holds where Java would have null. */
public enum TorchNone {
  /** The only one. */
  NONE
}
