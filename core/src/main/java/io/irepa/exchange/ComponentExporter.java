package io.irepa.exchange;

import ai.djl.ndarray.types.Shape;
import io.irepa.IoReason;
import io.irepa.IrepaException;
import io.irepa.WholeFile;
import io.irepa.spi.PublishedNames;
import io.irepa.spi.PublishedNames.Named;
import io.irepa.tensor.ArrayBytes;
import io.irepa.tensor.Safetensors;
import io.irepa.tensor.SafetensorsFile;
import io.irepa.tensor.StoredArray;
import io.irepa.tensor.StoredFormat;
import io.irepa.torchfile.TorchWriter;
import io.irepa.train.Checkpoint;
import io.irepa.train.RunState;
import io.irepa.weights.WeightFile;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes the weights of one component, such as the autoencoder, as other programs name them. Arrays
 * go from file to file; the native library is not needed.
 */
public final class ComponentExporter {
  private final String component;
  private final PublishedNames names;
  private final String layout;

  /**
   * @param component prefix of its parameters in a run
   * @param names its configuration record
   * @param layout one that the record knows
   */
  public ComponentExporter(String component, PublishedNames names, String layout) {
    this.component = component;
    this.names = names;
    this.layout = layout;
  }

  /**
   * Exports what a run trains.
   *
   * @param file to write or replace; safetensors if its name ends so, else as torch.save
   * @return false if the run does not train the component; nothing is then written
   * @throws IrepaException if the checkpoint does not fit its configuration, or the file cannot be
   *     written; nothing is then left of it
   */
  public boolean fromRun(Checkpoint checkpoint, Path file) {
    Path model = checkpoint.folder().resolve(RunState.MODEL);
    String prefix = component + ".";
    try (SafetensorsFile opened = SafetensorsFile.open(model)) {
      Map<String, StoredArray> own = new LinkedHashMap<>();
      opened
          .arrays()
          .forEach(
              (name, array) -> {
                if (name.startsWith(prefix)) {
                  own.put(name.substring(prefix.length()), array);
                }
              });
      if (own.isEmpty()) {
        return false;
      }
      write(model.toString(), own, file);
      return true;
    }
  }

  /**
   * Exports a file of weights, in whatever layout it is.
   *
   * @param weights to read
   * @param file to write or replace; safetensors if its name ends so, else as torch.save
   * @throws IrepaException if the weights do not fit the configuration, or the file cannot be
   *     written; nothing is then left of it
   */
  public void fromWeights(Path weights, Path file) {
    try (WeightFile opened = WeightFile.open(weights)) {
      write(weights.toString(), opened.arrays(), file);
    }
  }

  private void write(String source, Map<String, StoredArray> arrays, Path file) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    arrays.forEach((name, array) -> shapes.put(name, array.shape()));
    Map<String, ArrayBytes> written = new LinkedHashMap<>();
    names
        .named(source, shapes, layout)
        .forEach((name, named) -> written.put(named.name(), new Renamed(arrays.get(name), named)));
    try {
      WholeFile.make(
          file,
          aside -> {
            if (file.toString().endsWith(".safetensors")) {
              Safetensors.writeBytes(aside, written, Map.of());
            } else {
              TorchWriter.write(aside, written);
            }
          });
    } catch (IOException e) {
      throw new IrepaException("Cannot write " + file + ": " + IoReason.of(e) + ".", e);
    }
  }

  /** The same numbers under another shape. */
  private record Renamed(ArrayBytes array, Named named) implements ArrayBytes {
    @Override
    public StoredFormat format() {
      return array.format();
    }

    @Override
    public Shape shape() {
      return named.shape();
    }

    @Override
    public void writeTo(WritableByteChannel channel) throws IOException {
      array.writeTo(channel);
    }
  }
}
