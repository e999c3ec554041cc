package io.irepa.plugin.encoders;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import io.irepa.IrepaException;
import io.irepa.tensor.Autograd;
import java.nio.file.Path;

/**
 * A user's TorchScript program in libtorch: from one array to one array. Its text and its tensors
 * are the file's; there is no Python that could run.
 */
final class TracedModel {
  private final Path file;
  private final PtSymbolBlock block;

  /**
   * Loads a file, in evaluation mode.
   *
   * @param file that has been checked
   * @param manager of the device; closes the model with itself
   * @throws IrepaException if libtorch does not take it, with libtorch's own words
   */
  TracedModel(Path file, NDManager manager) {
    this.file = file;
    try {
      this.block =
          JniUtils.loadModule(
              (PtNDManager) manager, file, true, new String[0], new String[0], false);
      JniUtils.enableInferenceMode(block);
    } catch (EngineException e) {
      throw new IrepaException(
          "libtorch cannot load the TorchScript file %s:%n%s".formatted(file, reason(e)), e);
    }
  }

  /**
   * Runs the program with recording off. Inference mode is not used: its arrays could not take part
   * in a loss.
   *
   * @param images what the program takes; not closed
   * @return of any shape and format; Java must not ask for the format, which may be bfloat16
   * @throws IrepaException if it fails, or gives anything but one array
   */
  NDArray run(NDArray images) {
    NDList results;
    try (Autograd.Recording off = Autograd.off()) {
      results = IValueUtils.forward(block, new NDList(images), true);
    } catch (EngineException | UnsupportedOperationException e) {
      throw new IrepaException(
          "The TorchScript file %s fails on images of the shape %s:%n%s"
              .formatted(file, images.getShape(), reason(e)),
          e);
    }
    if (results.size() != 1) {
      throw new IrepaException(
          "The TorchScript file %s gives %d arrays; one is needed, [B,T,K] or [B,K,h,w]. Trace a model whose forward returns the tokens alone."
              .formatted(file, results.size()));
    }
    return results.head();
  }

  /** libtorch's message without its C++ stack. */
  private static String reason(RuntimeException e) {
    String message = String.valueOf(e.getMessage());
    int stack = message.indexOf("\nException raised from");
    return (stack < 0 ? message : message.substring(0, stack)).strip();
  }
}
