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

  /** What holds for a component of that type. */
  private JsonNode type(String section, String type) {
    return StreamSupport.stream(key(section).at("/oneOf/0/allOf").spliterator(), false)
        .filter(branch -> branch.at("/if/properties/type/const").asText().equals(type))
        .map(branch -> branch.get("then"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void isOfADraftThatEditorsKnow() throws IOException {
    assertThat(schema.get("$schema").asText()).contains("draft-07");
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
    assertThat(net.has("required")).as("whether a key is required").isFalse();
    assertThat(type("data", "folder").get("required").toString())
        .as("required")
        .isEqualTo("[\"path\"]");
    assertThat(type("objective", "flow").at("/properties/path/enum").toString())
        .as("paths")
        .isEqualTo("[\"linear\",\"cosine\"]");
  }

  @Test
  void needsWhatARunNeeds() {
    assertThat(schema.get("required").toString())
        .as("required")
        .isEqualTo("[\"data\",\"objective\"]");
    assertThat(schema.at("/else/required").toString())
        .as("required unless the objective trains an autoencoder alone")
        .isEqualTo("[\"backbone\"]");
    assertThat(key("alignment").at("/items/required").toString())
        .as("required of an alignment")
        .isEqualTo("[\"encoder\"]");
  }

  @Test
  void namesEveryTypeBeforeTheKeysThatDependOnIt() {
    JsonNode component = key("sample.sampler").at("/oneOf/0");
    assertThat(component.at("/properties/type/oneOf").findValuesAsText("const"))
        .as("types")
        .containsExactly("euler", "heun");
    assertThat(component.get("required").toString()).as("required").isEqualTo("[\"type\"]");
  }

  @Test
  void showsAValueWhereThereIsNoDefault() {
    assertThat(type("data", "folder").at("/properties/path/examples").toString())
        .isEqualTo("[\"images\"]");
  }

  @Test
  void takesANumberForATextAsTheReaderDoes() {
    assertThat(key("name").get("type").toString()).isEqualTo("[\"string\",\"number\"]");
  }

  @Test
  void allowsABareNameWhereNoKeyIsNeeded() {
    assertThat(key("objective").at("/oneOf/1").findValuesAsText("const"))
        .as("objectives")
        .containsExactly("flow");
    assertThat(key("data").get("oneOf")).as("forms of data, which needs a key").hasSize(1);
  }
}
