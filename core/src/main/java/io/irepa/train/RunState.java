package io.irepa.train;

import ai.djl.ndarray.NDArray;
import io.irepa.tensor.Parameters;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The arrays a run needs to go on, by the file of a checkpoint and by name. They are the living
 * ones, not copies: what is loaded into them is trained on.
 *
 * @param files arrays by name, by file
 */
public record RunState(Map<String, Map<String, NDArray>> files) {
  /** Parameters and buffers of every component. */
  public static final String MODEL = "model.safetensors";

  /** What the optimizer remembers, as {@code <moment>.<component>.<parameter>}. */
  public static final String OPTIMIZER = "optimizer.safetensors";

  /** The state of a run. */
  public static RunState of(
      Map<String, Parameters> parameters, Averages averages, Trainer trainer) {
    Map<String, Map<String, NDArray>> files = new LinkedHashMap<>();
    files.put(MODEL, model(parameters));
    for (int i = 0; i < averages.count(); i++) {
      files.put(Averages.file(i), averages.flat(i));
    }
    files.put(OPTIMIZER, trainer.state());
    return new RunState(files);
  }

  /** All arrays of all components, as {@link #MODEL} names them. */
  static Map<String, NDArray> model(Map<String, Parameters> parameters) {
    Map<String, Map<String, NDArray>> all = new LinkedHashMap<>();
    parameters.forEach((component, set) -> all.put(component, set.all()));
    return flat(all);
  }

  /** Those of them that are averaged, as the averages' files name them. */
  static Map<String, NDArray> averaged(Map<String, Parameters> parameters) {
    Map<String, Map<String, NDArray>> some = new LinkedHashMap<>();
    Averages.averaged(parameters).forEach((component, set) -> some.put(component, set.trained()));
    return flat(some);
  }

  /** Arrays by {@code component.name}, as files have them. */
  static Map<String, NDArray> flat(Map<String, Map<String, NDArray>> arrays) {
    Map<String, NDArray> all = new LinkedHashMap<>();
    arrays.forEach(
        (component, set) -> set.forEach((name, array) -> all.put(component + "." + name, array)));
    return all;
  }
}
