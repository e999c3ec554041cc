package io.irepa.spi;

import ai.djl.ndarray.NDArray;
import io.irepa.IrepaException;
import io.irepa.tensor.Host;
import io.irepa.tensor.Kernel;
import java.util.Map;

/**
 * Samples in memory. A carrier: it neither owns nor closes the arrays.
 *
 * @param arrays [N, …] on the CPU by input
 * @since 0.1
 */
public record ArraySamples(Map<String, NDArray> arrays) implements Samples {
  private static final Kernel ROWS =
      Kernel.text(
          "rows",
          "def forward(x: Tensor, rows: Tensor) -> Tensor:\n    return torch.index_select(x, 0, rows)\n",
          Map.of());

  /**
   * Copies the map.
   *
   * @param arrays by input
   */
  public ArraySamples {
    arrays = Map.copyOf(arrays);
  }

  @Override
  public long count(String input) {
    return array(input).getShape().get(0);
  }

  @Override
  public NDArray read(String input, long[] indices) {
    NDArray array = array(input);
    return ROWS.call(array, Host.array(array.getManager(), indices));
  }

  private NDArray array(String input) {
    NDArray array = arrays.get(input);
    if (array == null) {
      throw new IrepaException(
          "There are no samples '%s'; there are %s.".formatted(input, arrays.keySet()));
    }
    return array;
  }
}
