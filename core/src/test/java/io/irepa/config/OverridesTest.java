package io.irepa.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class OverridesTest {
  private final Node.Mapping root =
      (Node.Mapping)
          YamlReader.text(
              "run.yaml", "train: {steps: 5}\nalignment:\n  - depth: 1\n  - depth: 2\n");

  private Object at(String... path) {
    Node node = root;
    for (String key : path) {
      node =
          node instanceof Node.Mapping mapping
              ? mapping.values().get(key)
              : ((Node.Sequence) node).values().get(Integer.parseInt(key));
    }
    return ((Node.Scalar) node).value();
  }

  @Test
  void replacesAValueAndKnowsItsPlace() {
    Overrides.apply(root, List.of("train.steps=7"));
    assertThat(at("train", "steps")).as("steps").isEqualTo(7);
    Node.Mapping train = (Node.Mapping) root.values().get("train");
    assertThat(train.values().get("steps").place()).as("place").hasToString("-s train.steps=7");
  }

  @Test
  void laterOnesWin() {
    Overrides.apply(root, List.of("train.steps=7", "train.steps=8"));
    assertThat(at("train", "steps")).as("steps").isEqualTo(8);
  }

  @Test
  void makesSectionsThatAreMissing() {
    Overrides.apply(root, List.of("backbone.type=sit", "backbone.size=S/2"));
    assertThat(at("backbone", "type")).as("type").isEqualTo("sit");
    assertThat(at("backbone", "size")).as("size").isEqualTo("S/2");
  }

  @Test
  void reachesIntoLists() {
    Overrides.apply(root, List.of("alignment.1.depth=4"));
    assertThat(at("alignment", "0", "depth")).as("first").isEqualTo(1);
    assertThat(at("alignment", "1", "depth")).as("second").isEqualTo(4);
  }

  @Test
  void takesYamlValues() {
    Overrides.apply(root, List.of("ema.decays=[0.9, 0.99]", "name=a=b", "alignment=[]"));
    assertThat(at("ema", "decays", "1")).as("second decay").isEqualTo(0.99);
    assertThat(at("name")).as("name").isEqualTo("a=b");
    assertThat(((Node.Sequence) root.values().get("alignment")).values()).as("list").isEmpty();
  }

  @Test
  void reportsAllThatDoNotFit() {
    assertThatThrownBy(
            () ->
                Overrides.apply(
                    root,
                    List.of("steps", "train.steps.more=1", "alignment.2.depth=1", "alignment.x=1")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("-s steps: Write -s key.path=value.")
        .hasMessageContaining("leads through '5'")
        .hasMessageContaining("The list has 2 items; 2 is none of them.")
        .hasMessageContaining("'x' is not an index");
  }

  @Test
  void reportsAValueThatIsNoYaml() {
    assertThatThrownBy(() -> Overrides.apply(root, List.of("name=[1, 2")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("-s name=[1, 2");
  }
}
