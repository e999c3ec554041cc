package io.irepa.plugin.datasets;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.irepa.IrepaException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Where samples have their labels.
 *
 * @param ending of the members that hold them; empty if the folder's name is the label
 * @param key of JSON members
 */
record TarLabels(Optional<String> ending, String key) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /**
   * As the user says, or as the first sample has it.
   *
   * @throws IrepaException if it has no label
   */
  static TarLabels of(Optional<String> wanted, String key, TarSample first) {
    if (wanted.isPresent()) {
      return new TarLabels(wanted, key);
    }
    for (String ending : new String[] {"cls", "json"}) {
      if (first.members().containsKey(ending)) {
        return new TarLabels(Optional.of(ending), key);
      }
    }
    if (first.folder().isPresent()) {
      return new TarLabels(Optional.empty(), key);
    }
    throw new IrepaException(
        "%s: there is no label. It has %s; a member .cls or .json is looked for. Set label to its ending, or labelled: false."
            .formatted(first.place(), first.members().keySet()));
  }

  /**
   * Text of a sample's label.
   *
   * @throws IrepaException if it has none
   */
  String read(FileChannel shard, TarSample sample) throws IOException {
    if (ending.isEmpty()) {
      return sample
          .folder()
          .orElseThrow(
              () ->
                  new IrepaException(sample.place() + ": it lies in no folder that is its class."));
    }
    TarSample.Member member = sample.members().get(ending.get());
    if (member == null) {
      throw new IrepaException(
          "%s: there is no label .%s; it has %s."
              .formatted(sample.place(), ending.get(), sample.members().keySet()));
    }
    byte[] bytes = TarShard.read(shard, sample, member);
    String text =
        ending.get().endsWith("json")
            ? json(sample, bytes)
            : new String(bytes, StandardCharsets.UTF_8).strip();
    if (text.isEmpty()) {
      throw new IrepaException(
          "%s: its label .%s is empty.".formatted(sample.place(), ending.get()));
    }
    return text;
  }

  private String json(TarSample sample, byte[] bytes) throws IOException {
    JsonNode label;
    try {
      label = JSON.readTree(bytes).path(key);
    } catch (JsonProcessingException e) {
      throw new IrepaException(
          "%s.%s is no JSON: %s."
              .formatted(sample.place(), ending.orElseThrow(), e.getOriginalMessage()),
          e);
    }
    if (!label.isTextual() && !label.canConvertToInt()) {
      throw new IrepaException(
          "%s.%s: there is no number or name under '%s'. Set label-key."
              .formatted(sample.place(), ending.orElseThrow(), key));
    }
    return label.asText().strip();
  }
}
