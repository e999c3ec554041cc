package io.irepa.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A checkpoint's {@code state.json}: where the run stood, what wrote it, and what the files beside
 * it must be.
 *
 * @param step steps done
 * @param seed of the run, from which order and draws of every step follow
 * @param saved time of the save, ISO 8601
 * @param versions of irepa and of the plugins used, by name
 * @param files size and checksum of each file, by name
 */
record CheckpointInfo(
    long step, long seed, String saved, Map<String, String> versions, Map<String, FileSum> files) {
  static final String FILE = "state.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  void write(Path folder) throws IOException {
    Files.writeString(
        folder.resolve(FILE),
        JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n");
  }

  /**
   * Reads it.
   *
   * @throws IOException if it is missing or damaged
   */
  static CheckpointInfo read(Path folder) throws IOException {
    try {
      CheckpointInfo info =
          JSON.readValue(Files.readString(folder.resolve(FILE)), CheckpointInfo.class);
      if (info.files() == null || info.versions() == null) {
        throw new IOException(FILE + " lacks its files or versions");
      }
      return info;
    } catch (JsonProcessingException e) {
      throw new IOException(FILE + " is not what irepa writes", e);
    }
  }
}
