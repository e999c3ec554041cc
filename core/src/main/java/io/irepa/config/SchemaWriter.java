package io.irepa.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.irepa.spi.Default;
import io.irepa.spi.Doc;
import io.irepa.spi.Objective;
import io.irepa.spi.OrOne;
import io.irepa.spi.Range;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The JSON schema of a configuration over what is installed, for editors: draft 07, the newest that
 * all of them know.
 */
public final class SchemaWriter {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BACKBONE = "backbone";
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
    schema.put("$schema", "http://json-schema.org/draft-07/schema#");
    schema.put("title", "irepa run");
    ObjectNode run = record(RunConfig.class);
    needBackbone(run);
    return schema.setAll(run);
  }

  /** A backbone is needed, unless the objective trains an autoencoder alone. */
  private void needBackbone(ObjectNode run) {
    ArrayNode needed = run.putArray("required");
    for (RecordComponent component : RunConfig.class.getRecordComponents()) {
      String key = Names.kebab(component.getName());
      if (Records.needed(component) && !key.equals(BACKBONE)) {
        needed.add(key);
      }
    }
    ArrayNode alone = JSON.createArrayNode();
    RunConfigReader reader = new RunConfigReader(catalog);
    for (ComponentType type : catalog.types(Objective.class)) {
      if (reader.bare(type).orElse(null) instanceof Objective.TrainsAutoencoder training
          && training.alone()) {
        alone.add(type.type());
      }
    }
    ObjectNode objective = run.putObject("if").putObject("properties").putObject("objective");
    objective.putObject("properties").putObject("type").set("enum", alone);
    objective.putArray("required").add("type");
    run.putObject("else").putArray("required").add(BACKBONE);
  }

  private ObjectNode record(Class<?> type) {
    ObjectNode schema = JSON.createObjectNode().put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    ArrayNode required = JSON.createArrayNode();
    for (RecordComponent component : type.getRecordComponents()) {
      String key = Names.kebab(component.getName());
      properties.set(key, key(component));
      if (Records.needed(component)) {
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
    Range range = Records.annotation(component, Range.class);
    ObjectNode schema = value(type, range);
    if (Records.annotation(component, OrOne.class) != null) {
      ObjectNode either = JSON.createObjectNode();
      either.putArray("anyOf").add(value(Binder.argument(type), range)).add(schema);
      schema = either;
    }
    Doc doc = Records.annotation(component, Doc.class);
    if (doc != null) {
      schema.put("description", doc.value());
    }
    if (doc != null && !doc.example().isEmpty()) {
      schema.putArray("examples").add(yaml(doc.example()));
    }
    Default fallback = Records.annotation(component, Default.class);
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
      return choice(Binder.raw(Binder.argument(type)));
    } else if (raw.isRecord()) {
      return record(raw).put("title", Names.kebab(raw.getSimpleName().replace("Config", "")));
    } else if (raw.isEnum()) {
      ArrayNode constants = schema.putArray("enum");
      Binder.constants(raw).forEach(constants::add);
    } else {
      List<String> types = types(raw);
      if (types.size() == 1) {
        schema.put("type", types.get(0));
      } else {
        types.forEach(schema.putArray("type")::add);
      }
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
  private ObjectNode choice(Class<?> slot) {
    ObjectNode schema = JSON.createObjectNode();
    List<ComponentType> types = catalog.types(slot);
    if (types.isEmpty()) {
      return schema; // Nothing is installed here, so nothing can be said; the binder will.
    }
    ArrayNode forms = schema.putArray("oneOf");
    forms.add(mapping(types).put("title", Names.kebab(slot.getSimpleName()).replace('-', ' ')));
    List<ComponentType> bare =
        types.stream()
            .filter(found -> found.settings().stream().noneMatch(SchemaWriter::needsKeys))
            .toList();
    if (!bare.isEmpty()) {
      forms.add(names(bare));
    }
    return schema;
  }

  /**
   * The type decides on the keys: editors complete, and complain, by conditions better than by
   * alternatives.
   */
  private ObjectNode mapping(List<ComponentType> types) {
    ObjectNode mapping = JSON.createObjectNode().put("type", "object");
    mapping.putObject("properties").set("type", names(types));
    mapping.putArray("required").add("type");
    ArrayNode cases = mapping.putArray("allOf");
    for (ComponentType found : types) {
      ObjectNode branch = cases.addObject();
      ObjectNode condition = branch.putObject("if");
      condition.putObject("properties").putObject("type").put("const", found.type());
      condition.putArray("required").add("type");
      branch.set("then", keys(found));
    }
    return mapping;
  }

  private static ObjectNode names(List<ComponentType> types) {
    ObjectNode names = JSON.createObjectNode();
    ArrayNode each = names.putArray("oneOf");
    for (ComponentType found : types) {
      each.addObject()
          .put("title", found.type())
          .put("description", found.doc())
          .put("const", found.type());
    }
    return names;
  }

  private static boolean needsKeys(Class<? extends Record> settings) {
    return Arrays.stream(settings.getRecordComponents()).anyMatch(Records::needed);
  }

  private ObjectNode keys(ComponentType found) {
    ObjectNode schema = record(found.settings().orElse(Binder.Nothing.class));
    ((ObjectNode) schema.get("properties")).putObject("type");
    return schema.put("title", found.type()).put("description", found.doc());
  }

  private static List<String> types(Class<?> raw) {
    if (raw == int.class || raw == long.class || raw == Integer.class || raw == Long.class) {
      return List.of("integer");
    }
    if (raw == boolean.class || raw == Boolean.class) {
      return List.of("boolean");
    }
    if (raw == String.class) {
      return List.of("string", "number"); // The binder takes a number for a text too.
    }
    return List.of(raw == Path.class ? "string" : "number");
  }
}
