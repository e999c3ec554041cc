package io.irepa.tests;

import java.nio.file.Path;

/** Where the checkout lies. */
final class Repository {
  private Repository() {}

  static Path root() {
    return Path.of(System.getProperty("irepa.root"));
  }
}
