package io.irepa.parity;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.irepa.config.Catalog;
import io.irepa.tensor.Autograd;
import io.irepa.tensor.Scope;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs cases on the CPU. */
public final class Parity {
  private final Catalog catalog;

  /**
   * @param catalog of what cases may name
   */
  public Parity(Catalog catalog) {
    this.catalog = catalog;
  }

  /**
   * Runs one case.
   *
   * @param folder with case.yaml and its safetensors files
   * @return one comparison an expected tensor
   * @throws io.irepa.IrepaException if the case cannot be read or composed
   */
  public List<Comparison> run(Path folder) {
    try (NDManager manager = Engine.getEngine("PyTorch").newBaseManager(Device.cpu());
        Scope scope = Scope.open();
        Autograd.Recording off = Autograd.off()) {
      ParityCase parityCase = ParityCase.read(folder, catalog, manager);
      Map<String, NDArray> actual = new Piece(parityCase, catalog, manager).run();
      List<Comparison> comparisons = new ArrayList<>();
      parityCase
          .expected()
          .forEach(
              (name, expected) -> {
                NDArray array = actual.get(name);
                comparisons.add(
                    array == null
                        ? Comparison.impossible(name, "was not produced")
                        : Comparison.of(
                            name, array, expected, parityCase.absolute(), parityCase.relative()));
              });
      return comparisons;
    }
  }
}
