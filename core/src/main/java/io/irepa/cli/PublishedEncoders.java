package io.irepa.cli;

import io.irepa.compose.Plugins;
import io.irepa.config.ComponentType;
import io.irepa.config.RunConfigReader;
import io.irepa.spi.Encoder;
import io.irepa.spi.PublishedEncoder;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The encoders that are installed and have published weights. */
final class PublishedEncoders {
  private PublishedEncoders() {}

  /** Their records without any key, by type. */
  static Map<ComponentType, PublishedEncoder> of(Plugins plugins) {
    RunConfigReader reader = new RunConfigReader(plugins);
    Map<ComponentType, PublishedEncoder> found = new LinkedHashMap<>();
    for (ComponentType type : plugins.types(Encoder.class)) {
      reader
          .bare(type)
          .filter(PublishedEncoder.class::isInstance)
          .ifPresent(record -> found.put(type, (PublishedEncoder) record));
    }
    return found;
  }

  /** A number of parameters as people write it. */
  static String millions(long parameters) {
    return String.format(Locale.ROOT, "%.1f M", parameters / 1e6);
  }
}
