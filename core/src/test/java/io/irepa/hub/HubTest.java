package io.irepa.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.irepa.IrepaException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class HubTest {
  private static final String AT = "/someone/model/resolve/main/";
  private static final Hub.Repository MODEL = new Hub.Repository("someone/model", "main");

  @TempDir private Path folder;

  private TestServer server;
  private final List<String> said = new ArrayList<>();
  private final byte[] weights = new byte[300_000];

  @BeforeEach
  void start() throws IOException {
    server = new TestServer();
    new Random(3).nextBytes(weights);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Hub hub() {
    return new Hub(server.uri(), Optional.of("secret"), said::add);
  }

  private void serve(String name, byte[] bytes) {
    server.put(AT + name, bytes, Map.of("ETag", "\"state-1\""));
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("someone/model"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private String sum() throws IOException {
    return Checksums.sha256(Files.write(folder.resolve("whole"), weights));
  }

  @Test
  void theOneFileComesWithItsChecksum() throws IOException {
    serve("model.safetensors", weights);
    Path path = hub().model(MODEL, folder);
    assertThat(path).as("for the key weights").hasBinaryContent(weights);
    assertThat(files()).as("files").containsExactly("SHA256SUMS", "model.safetensors");
    assertThat(path.resolveSibling("SHA256SUMS"))
        .as("checksums")
        .hasContent(sum() + "  model.safetensors");
  }

  @Test
  void shardsComeByTheirIndex() throws IOException {
    String index =
        "{\"weight_map\": {\"a\": \"m-1.safetensors\", \"b\": \"m-2.safetensors\", \"c\": \"m-1.safetensors\"}}";
    serve("model.safetensors.index.json", index.getBytes(StandardCharsets.UTF_8));
    serve("m-1.safetensors", weights);
    serve("m-2.safetensors", new byte[] {1, 2});
    Path path = hub().model(MODEL, folder);
    assertThat(path.getFileName())
        .as("for the key weights")
        .hasToString("model.safetensors.index.json");
    assertThat(files())
        .as("files")
        .containsExactly(
            "SHA256SUMS", "m-1.safetensors", "m-2.safetensors", "model.safetensors.index.json");
  }

  @Test
  void anIndexCannotNameFilesElsewhere() {
    String index = "{\"weight_map\": {\"a\": \"../../m-1.safetensors\"}}";
    serve("model.safetensors.index.json", index.getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> hub().model(MODEL, folder))
        .isInstanceOf(IrepaException.class)
        .hasMessageContaining("no name of a file beside it");
  }

  @Test
  void whatIsThereIsNotFetchedAgain() {
    serve("model.safetensors", weights);
    hub().model(MODEL, folder);
    int requests = server.asked().size();
    hub().model(MODEL, folder);
    assertThat(server.asked()).as("requests").hasSize(requests);
    assertThat(said.get(said.size() - 1)).as("what is said").contains("is there already");
  }

  @Test
  void aChangedFileIsNoticed() throws IOException {
    serve("model.safetensors", weights);
    Files.write(hub().model(MODEL, folder), new byte[] {1});
    assertThatThrownBy(() -> hub().model(MODEL, folder))
        .isInstanceOf(IrepaException.class)
        .hasMessageContaining("should have " + sum());
  }

  @Test
  void aFileThatWasNotFetchedIsLeftAlone() throws IOException {
    Path own = Files.createDirectories(folder.resolve("someone/model"));
    Files.write(own.resolve("model.safetensors"), new byte[] {1});
    assertThatThrownBy(() -> hub().model(MODEL, folder))
        .isInstanceOf(IrepaException.class)
        .hasMessageContaining("was not fetched");
  }

  private void cutOnce() {
    server.cutAfter(100_000);
    assertThatThrownBy(() -> hub().file(MODEL, "a.pth", folder, Optional.empty()))
        .isInstanceOf(IrepaException.class)
        .hasMessageContaining("did not come in whole")
        .hasMessageContaining("run the same command again");
    server.cutAfter(Integer.MAX_VALUE);
  }

  @Test
  void anInterruptedFileGoesOn() throws IOException {
    serve("a.pth", weights);
    cutOnce();
    assertThat(folder.resolve("someone/model/a.pth")).as("under its name").doesNotExist();
    Path path = hub().file(MODEL, "a.pth", folder, Optional.of(sum()));
    assertThat(path).as("file").hasBinaryContent(weights);
    assertThat(server.asked().get(1)).as("second request").contains("Range=bytes=");
    assertThat(files()).as("files").containsExactly("SHA256SUMS", "a.pth");
  }

  @Test
  void anInterruptedFileThatChangedSinceComesAnew() {
    serve("a.pth", weights);
    cutOnce();
    weights[0]++;
    server.put(AT + "a.pth", weights, Map.of("ETag", "\"state-2\""));
    assertThat(hub().file(MODEL, "a.pth", folder, Optional.empty()))
        .as("file")
        .hasBinaryContent(weights);
  }

  @Test
  void aWrongChecksumLeavesNothing() throws IOException {
    String other = "0".repeat(64);
    server.put(AT + "a.pth", weights, Map.of("X-Linked-Etag", "\"" + other + "\""));
    assertThatThrownBy(() -> hub().file(MODEL, "a.pth", folder, Optional.empty()))
        .isInstanceOf(IrepaException.class)
        .hasMessageContaining("should have " + other);
    assertThat(files()).as("files").isEmpty();
  }

  @Test
  void theChecksumIsStatedWhereTheFileIsSentOn() throws IOException {
    server.put(
        AT + "a.pth",
        new byte[0],
        Map.of("Location", "/store/1", "X-Linked-Etag", "\"" + sum() + "\""));
    server.put("/store/1", weights, Map.of());
    hub().file(MODEL, "a.pth", folder, Optional.empty());
    assertThat(said.get(said.size() - 1)).as("what is said").contains("as stated");
  }

  @Test
  void aTokenStaysWithItsServer() throws IOException {
    try (TestServer store = new TestServer()) {
      store.put("/1", weights, Map.of());
      server.put(AT + "a.pth", new byte[0], Map.of("Location", store.uri() + "/1"));
      hub().file(MODEL, "a.pth", folder, Optional.empty());
      assertThat(server.asked().get(0)).as("asked of the hub").contains("Bearer secret");
      assertThat(store.asked().get(0)).as("asked of the store").doesNotContain("secret");
    }
  }

  @Test
  void aCircleOfAddressesEnds() {
    server.put(AT + "a.pth", new byte[0], Map.of("Location", AT + "a.pth"));
    assertThatThrownBy(() -> hub().file(MODEL, "a.pth", folder, Optional.empty()))
        .isInstanceOf(IrepaException.class)
        .hasMessageContaining("without an end");
  }

  @Test
  void aMissingModelSaysWhatWasLookedFor() {
    assertThatThrownBy(() -> hub().model(MODEL, folder))
        .isInstanceOf(IrepaException.class)
        .hasMessageContaining("someone/model at revision main")
        .hasMessageContaining("neither model.safetensors nor model.safetensors.index.json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"model", "a/b/c", "../x/y", "a/..", "/etc/passwd", "a b/c", "a/b?c", ""})
  void namesOfRepositoriesAreChecked(String name) {
    assertThatThrownBy(() -> new Hub.Repository(name, "main"))
        .as(name)
        .isInstanceOf(IrepaException.class)
        .hasMessageContaining("OWNER/NAME");
  }

  @Test
  void aServerThatIsNotThereIsNamed() {
    TestServer gone = server;
    gone.close();
    assertThatThrownBy(() -> hub().model(MODEL, folder))
        .isInstanceOf(IrepaException.class)
        .hasMessageContaining(server.uri().toString());
  }
}
