package io.irepa.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.util.StringQuotingChecker;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** A bound configuration as YAML, with every default written out; reading it gives an equal one. */
public final class ConfigPrinter {
  private static final ObjectMapper YAML =
      new ObjectMapper(
          YAMLFactory.builder()
              .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
              .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
              .disable(YAMLGenerator.Feature.SPLIT_LINES)
              .stringQuotingChecker(new Quoting())
              .build());

  private ConfigPrinter() {}

  /** Quotes whatever YAML could read as anything but the same text. */
  private static final class Quoting extends StringQuotingChecker.Default {
    private static final long serialVersionUID = 1L;
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z/][A-Za-z0-9_./-]*");

    @Override
    public boolean needToQuoteValue(String value) {
      return !PLAIN.matcher(value).matches() || super.needToQuoteValue(value);
    }
  }

  /** The whole configuration. */
  public static String print(RunConfig config) {
    try {
      return YAML.writeValueAsString(plain(config));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A bound configuration can always be printed.", e);
    }
  }

  /** One component, with every default written out. */
  public static String print(Chosen<?> chosen) {
    try {
      return YAML.writeValueAsString(plain(chosen));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A bound component can always be printed.", e);
    }
  }

  private static Object plain(Object value) {
    if (value instanceof Chosen<?> chosen) {
      Map<String, Object> keys = new LinkedHashMap<>();
      keys.put("type", chosen.component().type());
      chosen.settings().ifPresent(settings -> keys.putAll(keys(settings)));
      return keys;
    }
    if (value instanceof Record record) {
      return keys(record);
    }
    if (value instanceof List<?> list) {
      return list.stream().map(ConfigPrinter::plain).toList();
    }
    if (value instanceof Enum<?> constant) {
      return Names.kebab(constant.name());
    }
    return value instanceof Path ? value.toString() : value;
  }

  private static Map<String, Object> keys(Record record) {
    Map<String, Object> keys = new LinkedHashMap<>();
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      Object value = Records.get(record, component);
      if (value instanceof Optional<?> optional) {
        optional.ifPresent(present -> keys.put(Names.kebab(component.getName()), plain(present)));
      } else {
        keys.put(Names.kebab(component.getName()), plain(value));
      }
    }
    return keys;
  }
}
