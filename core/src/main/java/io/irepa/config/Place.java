package io.irepa.config;

/**
 * Where a piece of configuration stands.
 *
 * @param source a file's name, or how the value came in, such as {@code -s train.steps=5}
 * @param line from 1; 0 if the source has no lines
 * @param column from 1
 */
public record Place(String source, int line, int column) {
  @Override
  public String toString() {
    return line == 0 ? source : source + ":" + line + ":" + column;
  }
}
