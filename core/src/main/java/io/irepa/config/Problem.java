package io.irepa.config;

/**
 * One thing that is wrong with a configuration.
 *
 * @param place of the key or value
 * @param path such as {@code alignment.0.depth}
 * @param message what is wrong and what would be right
 */
public record Problem(Place place, String path, String message) {
  @Override
  public String toString() {
    return place + ": " + (path.isEmpty() ? "" : path + ": ") + message;
  }
}
