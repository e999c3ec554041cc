package io.irepa.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.irepa.config.CacheConfig.Format;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.Size;

/** What storing does to tokens: 3 of width 4. */
final class RowCodecProperties {
  private static final int TOKENS = 3;
  private static final int WIDTH = 4;

  private static float[] stored(Format format, float[] values) {
    RowCodec codec = new RowCodec(format, TOKENS, WIDTH);
    ByteBuffer bytes = ByteBuffer.allocate(codec.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    codec.encode(values, 0, bytes);
    assertThat(bytes.hasRemaining()).as("room left").isFalse();
    return codec.decode(bytes.flip());
  }

  @Property
  void float32IsExact(@ForAll @Size(TOKENS * WIDTH) float[] values) {
    assertThat(stored(Format.FLOAT32, values)).as("read back").containsExactly(values);
  }

  @Property
  void bfloat16IsWithinHalfOfItsLastBit(
      @ForAll @Size(TOKENS * WIDTH) @FloatRange(min = -1e30f, max = 1e30f) float[] values) {
    float[] read = stored(Format.BFLOAT16, values);
    for (int i = 0; i < values.length; i++) {
      assertThat(Math.abs(read[i] - values[i]))
          .as("error of %s", values[i])
          .isLessThanOrEqualTo(Math.max(Math.abs(values[i]) / 256, Float.MIN_NORMAL));
    }
  }

  @Property
  void int8IsWithinHalfALevelOfItsToken(
      @ForAll @Size(TOKENS * WIDTH) @FloatRange(min = -1e30f, max = 1e30f) float[] values) {
    float[] read = stored(Format.INT8, values);
    for (int i = 0; i < values.length; i++) {
      float most = 0;
      for (int k = i / WIDTH * WIDTH; k < (i / WIDTH + 1) * WIDTH; k++) {
        most = Math.max(most, Math.abs(values[k]));
      }
      assertThat(Math.abs(read[i] - values[i]))
          .as("error of %s under %s", values[i], most)
          .isLessThanOrEqualTo(Math.max(most / 253, 1e-36f));
    }
  }
}
