package io.irepa.tensor;

import ai.djl.pytorch.jni.LibUtils;
import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import io.irepa.IrepaException;
import java.nio.file.Path;

/**
 * The level that libtorch's dual numbers live on, entered for the process. Neither TorchScript nor
 * DJL can enter it, but libtorch exports the two functions.
 */
final class DualLevel implements AutoCloseable {
  private static final String ENTER = "_ZN5torch8autograd10forward_ad16enter_dual_levelEv";
  private static final String EXIT = "_ZN5torch8autograd10forward_ad15exit_dual_levelEm";
  private static final String WINDOWS_ENTER = "?enter_dual_level@forward_ad@autograd@torch@@YA_KXZ";
  private static final String WINDOWS_EXIT = "?exit_dual_level@forward_ad@autograd@torch@@YAX_K@Z";

  private final long level;

  private DualLevel(long level) {
    this.level = level;
  }

  static DualLevel enter() {
    long level = function(ENTER, WINDOWS_ENTER).invokeLong(new Object[0]);
    if (level != 0) {
      exit(level);
      throw new IrepaException(
          "Another thread computes a directional derivative; one at a time is possible.");
    }
    return new DualLevel(level);
  }

  private static void exit(long level) {
    function(EXIT, WINDOWS_EXIT).invokeVoid(new Object[] {level});
  }

  /** The library is loaded already; opening it again finds the same one. */
  private static Function function(String name, String windowsName) {
    Path library = Path.of(LibUtils.getLibtorchPath()).resolve(System.mapLibraryName("torch_cpu"));
    return NativeLibrary.getInstance(library.toString())
        .getFunction(Platform.isWindows() ? windowsName : name);
  }

  @Override
  public void close() {
    exit(level);
  }
}
