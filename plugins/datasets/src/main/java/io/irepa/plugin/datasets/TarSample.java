package io.irepa.plugin.datasets;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The members of one name in a shard.
 *
 * @param shard the tar file
 * @param key the members' name without ending
 * @param members by their endings, in lower case
 */
record TarSample(Path shard, String key, Map<String, Member> members) {
  /**
   * Where a member's bytes lie.
   *
   * @param ending in lower case
   * @param offset in the shard
   * @param size in bytes
   */
  record Member(String ending, long offset, int size) {}

  /** The folder that the members lie in. */
  Optional<String> folder() {
    int slash = key.lastIndexOf('/');
    return slash > 0
        ? Optional.of(key.substring(key.lastIndexOf('/', slash - 1) + 1, slash))
        : Optional.empty();
  }

  /** In words, for messages. */
  String place() {
    return shard + ": " + key;
  }
}
