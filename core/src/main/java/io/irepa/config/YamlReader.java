package io.irepa.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.irepa.IoReason;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * Reads YAML into nodes with places. Duplicate keys, anchors, tags and second documents are
 * problems.
 */
public final class YamlReader {
  private static final YAMLFactory YAML = new YAMLFactory();

  private final String source;
  private final List<String> lines;
  private final List<Problem> problems = new ArrayList<>();

  private YamlReader(String source, String text) {
    this.source = source;
    this.lines = text.lines().toList();
  }

  /**
   * Reads a file.
   *
   * @throws ConfigException if it cannot be read or is no YAML mapping
   */
  public static Node.Mapping file(Path file) {
    String text;
    try {
      text = Files.readString(file);
    } catch (NoSuchFileException e) {
      throw failure(new Place(file.toString(), 0, 0), "There is no such file.");
    } catch (MalformedInputException e) {
      throw failure(new Place(file.toString(), 0, 0), "The file is not UTF-8 text.");
    } catch (IOException e) {
      throw failure(
          new Place(file.toString(), 0, 0), "The file cannot be read: " + IoReason.of(e) + ".");
    }
    Node node = text(file.toString(), text);
    if (node instanceof Node.Mapping mapping) {
      return mapping;
    }
    throw failure(
        node.place(),
        node instanceof Node.Scalar scalar && scalar.value() == null
            ? "The file is empty. A run needs at least data, backbone and objective."
            : "A configuration is a mapping of keys to values, not " + node.kind() + ".");
  }

  /**
   * Reads text.
   *
   * @param source names it in messages
   * @throws ConfigException if it is no YAML
   */
  public static Node text(String source, String text) {
    YamlReader reader = new YamlReader(source, text);
    try (YAMLParser parser = YAML.createParser(text)) {
      JsonToken first = parser.nextToken();
      Node node =
          first == null
              ? new Node.Scalar(new Place(source, 1, 1), null)
              : reader.node(parser, first, "");
      if (first != null && parser.nextToken() != null) {
        reader.problem(parser, "", "There is a second document; a configuration is one.");
      }
      if (!reader.problems.isEmpty()) {
        throw new ConfigException(reader.problems);
      }
      return node;
    } catch (JsonProcessingException e) {
      throw failure(reader.place(e), explain(e));
    } catch (IOException e) {
      throw failure(new Place(source, 0, 0), e.toString());
    }
  }

  private static String explain(JsonProcessingException e) {
    String message =
        e.getCause() instanceof MarkedYAMLException marked
            ? String.valueOf(marked.getProblem())
            : e.getOriginalMessage().lines().findFirst().orElse("");
    if (message.contains("(TAB)")) {
      return "There is a tab in this line; YAML is indented with spaces.";
    }
    return "This is not YAML: " + message + ".";
  }

  /** Where YAML's own reader saw the problem; Jackson's location is that of the token before it. */
  private Place place(JsonProcessingException e) {
    if (e.getCause() instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
      Mark mark = marked.getProblemMark();
      return new Place(source, mark.getLine() + 1, mark.getColumn() + 1);
    }
    return place(e.getLocation());
  }

  private static ConfigException failure(Place place, String message) {
    return new ConfigException(List.of(new Problem(place, "", message)));
  }

  private Node node(YAMLParser parser, JsonToken token, String path) throws IOException {
    Place place = place(parser.currentTokenLocation());
    if (parser.isCurrentAlias()) {
      problem(parser, path, "An alias (*name) is not supported. Write the value out.");
      return new Node.Scalar(place, null);
    }
    if (parser.getObjectId() != null || anchored(place)) {
      problem(
          parser, path, "An anchor (&name) is not supported. Write the value where it is used.");
    }
    if (parser.getTypeId() != null) {
      problem(parser, path, "A tag (!name) is not supported.");
    }
    return switch (token) {
      case START_OBJECT -> mapping(parser, place, path);
      case START_ARRAY -> sequence(parser, place, path);
      case VALUE_STRING -> new Node.Scalar(place, parser.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Node.Scalar(place, parser.getNumberValue());
      case VALUE_TRUE -> new Node.Scalar(place, true);
      case VALUE_FALSE -> new Node.Scalar(place, false);
      default -> new Node.Scalar(place, null);
    };
  }

  /** Whether a value begins with an anchor, which Jackson does not tell of plain values. */
  private boolean anchored(Place place) {
    if (place.line() < 1 || place.line() > lines.size()) {
      return false;
    }
    int[] line = lines.get(place.line() - 1).codePoints().toArray();
    return place.column() <= line.length && line[place.column() - 1] == '&';
  }

  private Node mapping(YAMLParser parser, Place place, String path) throws IOException {
    LinkedHashMap<String, Node> values = new LinkedHashMap<>();
    Map<String, Place> keys = new HashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      Place keyPlace = place(parser.currentTokenLocation());
      String child = path.isEmpty() ? key : path + "." + key;
      Node value = node(parser, parser.nextToken(), child);
      Place before = keys.put(key, keyPlace);
      if (before != null) {
        problems.add(
            new Problem(
                keyPlace, child, "This key stands here a second time; first at " + before + "."));
      }
      values.put(key, value);
    }
    return new Node.Mapping(place, values, keys);
  }

  private Node sequence(YAMLParser parser, Place place, String path) throws IOException {
    List<Node> values = new ArrayList<>();
    JsonToken token = parser.nextToken();
    while (token != JsonToken.END_ARRAY) {
      values.add(node(parser, token, path + "." + values.size()));
      token = parser.nextToken();
    }
    return new Node.Sequence(place, values);
  }

  private void problem(YAMLParser parser, String path, String message) {
    problems.add(new Problem(place(parser.currentTokenLocation()), path, message));
  }

  private Place place(JsonLocation location) {
    return location == null
        ? new Place(source, 0, 0)
        : new Place(source, location.getLineNr(), location.getColumnNr());
  }
}
