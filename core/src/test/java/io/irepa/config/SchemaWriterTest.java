package io.irepa.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

final class SchemaWriterTest {
  private final JsonNode schema = new SchemaWriter(new TestCatalog()).schema();

  private JsonNode key(String path) {
    return schema.at("/properties/" + path.replace(".", "/properties/"));
  }

  private JsonNode type(String section, String type) {
    return StreamSupport.stream(key(section).get("oneOf").spliterator(), false)
        .filter(choice -> choice.at("/properties/type/const").asText().equals(type))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void isTheDraftOf2020() throws IOException {
    assertThat(schema.get("$schema").asText()).endsWith("draft/2020-12/schema");
    assertThat(new ObjectMapper().readTree(new SchemaWriter(new TestCatalog()).write()))
        .as("the text")
        .isEqualTo(new ObjectMapper().readTree(schema.toString()));
  }

  @Test
  void describesSections() {
    assertThat(schema.get("additionalProperties").asBoolean(true)).as("other keys").isFalse();
    assertThat(key("train.steps"))
        .as("steps")
        .hasToString(
            "{\"type\":\"integer\",\"minimum\":1,\"description\":\"updates of the parameters\",\"default\":400000}");
    assertThat(key("precision").get("enum").toString())
        .as("precisions")
        .contains("float32", "bfloat16");
    assertThat(key("ema.decays").at("/items/maximum").asDouble()).as("greatest").isEqualTo(1);
    assertThat(key("train.checkpoint-every").isMissingNode()).as("kebab-case").isFalse();
  }

  @Test
  void describesEachTypesOwnKeys() {
    JsonNode net = type("backbone", "net");
    assertThat(net.get("additionalProperties").asBoolean(true)).as("other keys").isFalse();
    assertThat(net.at("/properties/depth/maximum").asInt()).as("greatest depth").isEqualTo(100);
    assertThat(net.at("/properties/mlp-ratio/minimum").asDouble()).as("least").isEqualTo(0.5);
    assertThat(net.get("required").toString()).as("required").isEqualTo("[\"type\"]");
    assertThat(type("data", "folder").get("required").toString())
        .as("required")
        .isEqualTo("[\"path\",\"type\"]");
    assertThat(type("objective", "flow").at("/properties/path/enum").toString())
        .as("paths")
        .isEqualTo("[\"linear\",\"cosine\"]");
  }

  @Test
  void allowsABareNameWhereNoKeyIsNeeded() {
    assertThat(key("objective").get("oneOf").toString()).contains("{\"const\":\"flow\"");
    assertThat(key("data").get("oneOf").toString()).doesNotContain("{\"const\":\"folder\"}");
  }
}
