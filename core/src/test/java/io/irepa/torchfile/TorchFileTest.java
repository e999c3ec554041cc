package io.irepa.torchfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.irepa.IrepaException;
import io.irepa.tensor.ArrayBytes;
import io.irepa.tensor.StoredArray;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What we wrote, and pickles written by hand; the tests of the command line have PyTorch's own. */
final class TorchFileTest {
  @TempDir private Path folder;

  @Test
  void readsWhatItWrote() throws IOException {
    Path file = folder.resolve("a.pt");
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      Map<String, NDArray> arrays = new LinkedHashMap<>();
      arrays.put("transposed", manager.arange(6f).reshape(2, 3).transpose());
      arrays.put("none", manager.zeros(new Shape(0, 3)));
      arrays.put("scalar", manager.create(2.5));
      arrays.put("labels", manager.create(new long[] {Long.MIN_VALUE, 7}));
      arrays.put("mask", manager.create(new boolean[] {true, false, true}));
      arrays.put("bytes", manager.create(new int[] {0, 255}).toType(DataType.UINT8, false));
      Map<String, Object> tree = new LinkedHashMap<>();
      arrays.forEach((name, array) -> tree.put(name, ArrayBytes.of(array)));
      tree.put("steps", 400_000L);
      tree.put("big", Long.MIN_VALUE);
      tree.put("args", Map.of("größe", List.of(1.5, true, TorchNone.NONE, "x")));
      TorchWriter.write(file, tree);
      try (TorchFile read = TorchFile.open(file)) {
        Map<?, ?> root = (Map<?, ?>) read.root();
        assertThat(root.get("steps")).as("steps").isEqualTo(400_000L);
        assertThat(root.get("big")).as("a negative number").isEqualTo(Long.MIN_VALUE);
        assertThat(root.get("args"))
            .as("args")
            .isEqualTo(Map.of("größe", List.of(1.5, true, TorchNone.NONE, "x")));
        arrays.forEach(
            (name, array) -> {
              NDArray copy = ((StoredArray) root.get(name)).read(manager);
              assertThat(copy.getShape()).as("shape of " + name).isEqualTo(array.getShape());
              assertThat(copy.getDataType()).as("type of " + name).isEqualTo(array.getDataType());
              assertThat(copy.toByteArray()).as("bits of " + name).isEqualTo(array.toByteArray());
            });
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cos\nsystem\n(X\u0002\u0000\u0000\u0000lstR.",
        "cbuiltins\neval\n(X\u0001\u0000\u0000\u00001tR.",
        "cnumpy.core.multiarray\nscalar\n.",
        "ctorch\nload\n.",
        "ctorch.nn.modules.linear\nLinear\n)\u0081."
      })
  void refusesEveryOtherName(String pickle) throws IOException {
    assertThatThrownBy(() -> open(pickle))
        .as(pickle)
        .isInstanceOf(IrepaException.class)
        .hasMessageContaining(
            pickle.substring(1, pickle.indexOf('\n', 10)).replace('\n', '.').strip())
        .hasMessageContaining("bad.pt")
        .hasMessageContaining("torch.save");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "}",
        "]h\u0000.",
        "a.",
        "NNa.",
        "(NNu.",
        "}(Nu.",
        "}(]Nu.",
        "K\u0001)R.",
        "]}b.",
        "J\u0001",
        "X\u00ff\u00ff\u00ff\u00ffx.",
        "\u008b\u00ff\u00ff\u00ff\u007fx.",
        "\u008d\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007fx.",
        "iposix\nsystem\n.",
        "NQ.",
        "ctorch._utils\n_rebuild_tensor_v2\n)R.",
        "ctorch._utils\n_rebuild_tensor_v2\n(NNNNtR."
      })
  void saysWhereAPickleIsBroken(String pickle) {
    assertThatThrownBy(() -> open(pickle))
        .as(pickle)
        .isInstanceOf(IrepaException.class)
        .hasMessageContaining("bad.pt");
  }

  @Test
  void deepNestingIsNoTrouble() throws IOException {
    StringBuilder pickle = new StringBuilder();
    pickle.append("]".repeat(1_000_000)).append("a".repeat(999_999)).append('.');
    try (TorchFile file = open(pickle.toString())) {
      assertThat(file.root()).as("root").isInstanceOf(List.class);
    }
  }

  @Test
  void listsOfTheSameListsAreNotUnfolded() throws IOException {
    // Each of 100 lists holds the one before it ten times: 10^100 paths.
    StringBuilder pickle = new StringBuilder("]q\u0000");
    for (int i = 0; i < 100; i++) {
      pickle.append("](").append("h\u0000".repeat(10)).append("eq\u0000");
    }
    try (TorchFile file = open(pickle.append('.').toString())) {
      assertThat((List<?>) file.root()).as("root").hasSize(10);
    }
  }

  @Test
  void endlessWorkIsRefused() {
    assertThatThrownBy(() -> open("N0".repeat(5_000_000) + "N."))
        .isInstanceOf(IrepaException.class)
        .hasMessageContaining("values");
  }

  @Test
  void tellsWhatAnotherFileIs() throws IOException {
    Path file = Files.writeString(folder.resolve("bad.pt"), "not a checkpoint at all");
    assertThatThrownBy(() -> TorchFile.open(file))
        .isInstanceOf(IrepaException.class)
        .hasMessageContaining("bad.pt")
        .hasMessageContaining("torch.save");
  }

  @Test
  void theModulesOfAProgramAreMaps() throws IOException {
    String pickle = "c__torch__\nNet\n)\u0081}(X\u0001\u0000\u0000\u0000aK\u0007ub.";
    try (TorchFile file = open(pickle, "archive/constants.pkl")) {
      assertThat(file.root()).as("root").isEqualTo(Map.of("a", 7L));
    }
  }

  @Test
  void aProgramsClassesAreUnknownWithoutAProgram() {
    assertThatThrownBy(() -> open("c__torch__\nNet\n)\u0081."))
        .isInstanceOf(IrepaException.class)
        .hasMessageContaining("__torch__.Net");
  }

  @Test
  void aProgramMayNotNameWhatIsNotItsOwn() {
    assertThatThrownBy(
            () -> open("cposix\nsystem\n(X\u0002\u0000\u0000\u0000lstR.", "archive/constants.pkl"))
        .isInstanceOf(IrepaException.class)
        .hasMessageContaining("posix.system");
  }

  private TorchFile open(String pickle) throws IOException {
    return open(pickle, "archive/version");
  }

  /** A file with that pickle, given as Latin-1, and an entry that says what the file is. */
  private TorchFile open(String pickle, String further) throws IOException {
    Path file = folder.resolve("bad.pt");
    byte[] bytes = pickle.getBytes(StandardCharsets.ISO_8859_1);
    try (ZipWriter zip = new ZipWriter(file)) {
      zip.entry(
          "archive/data.pkl",
          bytes.length,
          channel -> channel.write(java.nio.ByteBuffer.wrap(bytes)));
      zip.entry(further, 1, channel -> channel.write(java.nio.ByteBuffer.allocate(1)));
      zip.finish();
    }
    return TorchFile.open(file);
  }
}
