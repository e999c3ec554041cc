package io.irepa.prepare;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * How images are prepared.
 *
 * @param size side of the squares, in pixels
 * @param format {@code png} or {@code jpg}
 * @param quality of JPEG, from 1 to 100
 * @param background what lies under alpha, from 0 (black) to 1 (white)
 * @param shard images in a tar file; if none, each is a file in its class folder
 * @param brokenLimit share of damaged images that is passed over; above 0, at least one
 */
public record PrepareSettings(
    int size, String format, int quality, float background, OptionalInt shard, double brokenLimit) {

  /** What the result's bytes depend on, with what they are made of. */
  Map<String, Object> described(int images, String fingerprint) {
    Map<String, Object> described = new LinkedHashMap<>();
    described.put("made-by", "irepa data prepare 1");
    described.put("images", images);
    described.put("listing", fingerprint);
    described.put("size", size);
    described.put("format", format);
    if (format.equals("jpg")) {
      described.put("quality", quality);
    }
    described.put("background", background);
    if (shard.isPresent()) {
      described.put("shard", shard.getAsInt());
    }
    return described;
  }

  /** How many damaged images are passed over. */
  int mostBroken(int images) {
    return brokenLimit == 0 ? 0 : Math.max(1, (int) (brokenLimit * images));
  }
}
