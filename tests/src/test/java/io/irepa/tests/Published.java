package io.irepa.tests;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.irepa.tensor.ArrayBytes;
import io.irepa.tensor.SafetensorsFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Checkpoints that PyTorch 2.7.1 wrote with the names, shapes and order of published code at toy
 * size (published.py among the test's resources), and what each holds.
 *
 * @param style repa, irepa, sit or compiled
 */
record Published(String style) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static Path folder() {
    return Repository.root().resolve("tests/src/test/resources/pytorch");
  }

  Path file() {
    return folder().resolve(style + ".pt");
  }

  /** What describes its model, over {@link Toy}. */
  List<String> overrides() {
    List<String> overrides =
        new ArrayList<>(List.of("-s", "backbone.hidden=8", "-s", "backbone.depth=2"));
    overrides.add("-s");
    overrides.add(
        switch (style) {
          case "irepa" -> "alignment.0.projector={type: conv}";
          case "sit" -> "alignment=[]";
          default -> "alignment.0.projector={type: mlp, width: 8}";
        });
    return overrides;
  }

  /**
   * Digests by {@code model.<published name>}, {@code ema.…}, {@code exp_avg.…}, {@code …_sq.…}.
   */
  @SuppressWarnings("unchecked") // The script writes texts.
  Map<String, String> holds() throws IOException {
    Map<String, String> holds = new TreeMap<>();
    JSON.readValue(Files.readString(folder().resolve(style + ".pt.json")), Map.class)
        .forEach((name, digest) -> holds.put((String) name, (String) digest));
    return holds;
  }

  /** The same of a run's checkpoint. */
  Map<String, String> holds(Path checkpoint) throws IOException {
    Map<String, String> holds = new TreeMap<>();
    put(holds, "model.", checkpoint.resolve("model.safetensors"));
    put(holds, "ema.", checkpoint.resolve("ema.safetensors"));
    put(holds, "", checkpoint.resolve("optimizer.safetensors"));
    return holds;
  }

  private void put(Map<String, String> holds, String prefix, Path file) throws IOException {
    String projector = style.equals("irepa") ? "projectors.0.projection_layer." : "projectors.0.";
    try (SafetensorsFile opened = SafetensorsFile.open(file)) {
      for (Map.Entry<String, ? extends ArrayBytes> entry : opened.arrays().entrySet()) {
        String name = entry.getKey().replace("backbone.", "").replace("projector.0.", projector);
        holds.put(prefix + name, digest(entry.getValue()));
      }
    }
  }

  static String digest(ArrayBytes array) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    array.writeTo(Channels.newChannel(bytes));
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
