package io.irepa.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.irepa.spi.Default;
import io.irepa.spi.Doc;
import io.irepa.spi.Range;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The JSON schema (draft 2020-12) of a configuration over what is installed, for editors. */
public final class SchemaWriter {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private final Catalog catalog;

  /**
   * @param catalog of the extensions to describe
   */
  public SchemaWriter(Catalog catalog) {
    this.catalog = catalog;
  }

  /** The schema as indented JSON. */
  public String write() {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(schema());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A schema can always be printed.", e);
    }
  }

  /** The schema. */
  public ObjectNode schema() {
    ObjectNode schema = JSON.createObjectNode();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", "irepa run");
    return schema.setAll(record(RunConfig.class));
  }

  private ObjectNode record(Class<?> type) {
    ObjectNode schema = JSON.createObjectNode().put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    ArrayNode required = JSON.createArrayNode();
    for (RecordComponent component : type.getRecordComponents()) {
      String key = Names.kebab(component.getName());
      properties.set(key, key(component));
      if (needed(component)) {
        required.add(key);
      }
    }
    if (!required.isEmpty()) {
      schema.set("required", required);
    }
    return schema.put("additionalProperties", false);
  }

  private ObjectNode key(RecordComponent component) {
    Type type = component.getGenericType();
    if (Binder.raw(type) == Optional.class) {
      type = Binder.argument(type);
    }
    ObjectNode schema = value(type, component.getAnnotation(Range.class));
    Doc doc = component.getAnnotation(Doc.class);
    if (doc != null) {
      schema.put("description", doc.value());
    }
    Default fallback = component.getAnnotation(Default.class);
    if (fallback != null) {
      schema.set("default", yaml(fallback.value()));
    }
    return schema;
  }

  private static JsonNode yaml(String text) {
    try {
      return YAML.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The default '" + text + "' is no YAML.", e);
    }
  }

  private ObjectNode value(Type type, Range range) {
    Class<?> raw = Binder.raw(type);
    ObjectNode schema = JSON.createObjectNode();
    if (raw == List.class) {
      schema.put("type", "array").set("items", value(Binder.argument(type), range));
    } else if (raw == Chosen.class) {
      return choice(catalog.types(Binder.raw(Binder.argument(type))));
    } else if (raw.isRecord()) {
      return record(raw);
    } else if (raw.isEnum()) {
      ArrayNode constants = schema.putArray("enum");
      Binder.constants(raw).forEach(constants::add);
    } else {
      schema.put("type", simple(raw));
      if (range != null && Double.isFinite(range.min())) {
        schema.set("minimum", bound(range.min()));
      }
      if (range != null && Double.isFinite(range.max())) {
        schema.set("maximum", bound(range.max()));
      }
    }
    return schema;
  }

  private static JsonNode bound(double value) {
    return value == Math.rint(value)
        ? JSON.getNodeFactory().numberNode((long) value)
        : JSON.getNodeFactory().numberNode(value);
  }

  /** A mapping with a type and that type's keys, or, where no key is needed, the type alone. */
  private ObjectNode choice(List<ComponentType> types) {
    ObjectNode schema = JSON.createObjectNode();
    ArrayNode choices = schema.putArray("oneOf");
    types.forEach(found -> choices.add(chosen(found)));
    types.stream()
        .filter(found -> found.settings().stream().noneMatch(SchemaWriter::needsKeys))
        .forEach(
            found ->
                choices.addObject().put("const", found.type()).put("description", found.doc()));
    if (choices.isEmpty()) {
      // Nothing is installed here, so nothing can be said; the binder will.
      schema.remove("oneOf");
    }
    return schema;
  }

  private static boolean needsKeys(Class<? extends Record> settings) {
    return Arrays.stream(settings.getRecordComponents()).anyMatch(SchemaWriter::needed);
  }

  private static boolean needed(RecordComponent component) {
    return component.getAnnotation(Default.class) == null && component.getType() != Optional.class;
  }

  private ObjectNode chosen(ComponentType found) {
    ObjectNode schema =
        found
            .settings()
            .map(this::record)
            .orElseGet(
                () -> {
                  ObjectNode empty = JSON.createObjectNode().put("type", "object");
                  empty.putObject("properties");
                  return empty.put("additionalProperties", false);
                });
    ObjectNode type = ((ObjectNode) schema.get("properties")).putObject("type");
    type.put("const", found.type());
    type.put("description", found.doc());
    ArrayNode required =
        schema.has("required") ? (ArrayNode) schema.get("required") : schema.putArray("required");
    required.add("type");
    return schema;
  }

  private static String simple(Class<?> raw) {
    if (raw == int.class || raw == long.class || raw == Integer.class || raw == Long.class) {
      return "integer";
    }
    if (raw == boolean.class || raw == Boolean.class) {
      return "boolean";
    }
    return raw.isPrimitive() || Number.class.isAssignableFrom(raw) ? "number" : "string";
  }
}
