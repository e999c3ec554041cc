package io.irepa.author;

/**
 * Something about a jar.
 *
 * @param wrong it will not do; or else merely worth a thought
 * @param where a class, a key, an entry; empty for the jar as a whole
 * @param message what is the matter and what to do, in whole sentences
 */
public record Finding(boolean wrong, String where, String message) {
  @Override
  public String toString() {
    return (wrong ? "wrong: " : "note:  ") + (where.isEmpty() ? "" : where + ": ") + message;
  }
}
