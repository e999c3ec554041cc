package io.irepa.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

final class OverridesProperties {
  @Provide
  Arbitrary<String> keys() {
    return Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1).ofMaxLength(4);
  }

  private static Node.Mapping root() {
    return (Node.Mapping) YamlReader.text("run.yaml", "KEPT: {here: 1}\n");
  }

  private static Object at(Node node, List<String> path) {
    for (String key : path) {
      node = ((Node.Mapping) node).values().get(key);
    }
    return ((Node.Scalar) node).value();
  }

  @Property(tries = 300)
  void aPathLeadsToTheValueThatWasSet(
      @ForAll @Size(min = 1, max = 4) List<@From("keys") String> path, @ForAll int value) {
    Node.Mapping root = root();
    Overrides.apply(root, List.of(String.join(".", path) + "=" + value));
    assertThat(at(root, path)).as("value at " + path).isEqualTo(value);
  }

  @Property(tries = 300)
  void theRestStaysAsItWas(
      @ForAll @Size(min = 1, max = 4) List<@From("keys") String> path, @ForAll int value) {
    Node.Mapping root = root();
    Overrides.apply(root, List.of(String.join(".", path) + "=" + value));
    assertThat(at(root, List.of("KEPT", "here"))).as("another value").isEqualTo(1);
    assertThat(root.values().keySet()).as("keys").containsExactly("KEPT", path.get(0));
  }

  @Property(tries = 300)
  void theLastOfSeveralWins(@ForAll @Size(min = 1, max = 5) List<Integer> values) {
    Node.Mapping root = root();
    Overrides.apply(root, values.stream().map(value -> "a.b=" + value).toList());
    assertThat(at(root, List.of("a", "b")))
        .as("value after %s", values)
        .isEqualTo(values.get(values.size() - 1));
  }
}
