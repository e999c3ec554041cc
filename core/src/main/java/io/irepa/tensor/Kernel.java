package io.irepa.tensor;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import io.irepa.IrepaException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;

/**
 * A function on arrays written as TorchScript text beside its Java class, in a resource named
 * {@code *.ts.py}. One call runs the whole text inside libtorch, where every ATen operator is
 * within reach; its operations are recorded for {@link Autograd} unless recording is off.
 *
 * <p>The text is a set of functions; {@code forward} is the entry. Its parameters are all {@code
 * Tensor} (then use {@link #call}) or all {@code List[Tensor]} (then use {@link #callLists}).
 * Numbers are written {@code ${name}} and given as constants. The functions of {@code
 * library.ts.py} may be called by name. Casts to bfloat16 must be undone before {@code forward}
 * returns.
 *
 * <p>Texts are compiled at the first call and kept for the life of the process, once for each
 * distinct text. Instances are immutable and may be used from several threads.
 *
 * @since 0.1
 */
public final class Kernel {
  /** Compiled modules, by their text: as many as there are different kernels, never one a step. */
  private static final ConcurrentMap<String, PtSymbolBlock> COMPILED = new ConcurrentHashMap<>();

  /**
   * libtorch keeps this switch per thread; its profiling executor cannot differentiate bfloat16
   * linears.
   */
  private static final ThreadLocal<Boolean> EXECUTOR_SET = ThreadLocal.withInitial(() -> false);

  private final Optional<Class<?>> owner;
  private final String name;
  private final String module;
  private final String dualModule;

  private Kernel(Optional<Class<?>> owner, String name, String text) {
    this.owner = owner;
    this.name = name;
    this.module = KernelText.module(text, false);
    this.dualModule = KernelText.module(text, true);
  }

  /**
   * A kernel without constants.
   *
   * @param owner the class beside which the resource lies
   * @param resource such as {@code sit_block.ts.py}
   * @return compiled at its first call
   * @throws IrepaException if the resource is missing or its text has constants
   */
  public static Kernel of(Class<?> owner, String resource) {
    return of(owner, resource, Map.of());
  }

  /**
   * A kernel with constants.
   *
   * @param owner the class beside which the resource lies
   * @param resource such as {@code sit_block.ts.py}
   * @param constants a number or a truth value for each {@code ${name}} of the text
   * @return compiled at its first call
   * @throws IrepaException if the resource is missing, or constants and text do not match
   */
  public static Kernel of(Class<?> owner, String resource, Map<String, ?> constants) {
    String text = KernelText.read(owner, resource);
    return new Kernel(
        Optional.of(owner), resource, KernelText.substitute(resource, text, constants));
  }

  /**
   * A kernel from text at hand.
   *
   * @param name for messages
   * @param text functions, one of them {@code forward}
   * @param constants a number or a truth value for each {@code ${name}} of the text
   * @return compiled at its first call
   */
  public static Kernel text(String name, String text, Map<String, ?> constants) {
    return new Kernel(Optional.empty(), name, KernelText.substitute(name, text, constants));
  }

  /**
   * Runs {@code forward(Tensor, …) -> Tensor}.
   *
   * @param arguments on one device; not closed
   * @return attached to the first argument's manager and to the thread's innermost {@link Scope}
   * @throws KernelException if the text does not compile or does not fit the arguments
   */
  public NDArray call(NDArray... arguments) {
    return run(new NDList(arguments)).singletonOrThrow();
  }

  /**
   * Runs {@code forward(Tensor, …) -> Tuple[Tensor, …]} or {@code -> List[Tensor]}.
   *
   * @param arguments on one device; not closed
   * @return attached to the first argument's manager and to the thread's innermost {@link Scope}
   * @throws KernelException if the text does not compile or does not fit the arguments
   */
  public NDList callForAll(NDArray... arguments) {
    return run(new NDList(arguments));
  }

  /**
   * Runs {@code forward(List[Tensor], …)}, returning one tensor, a tuple or a list of them.
   *
   * @param lists none of them empty; not closed
   * @return attached to the first argument's manager and to the thread's innermost {@link Scope}
   * @throws KernelException if the text does not compile or does not fit the arguments
   */
  public NDList callLists(NDList... lists) {
    NDList arguments = new NDList();
    Set<NDArray> named = Collections.newSetFromMap(new IdentityHashMap<>());
    try {
      for (int i = 0; i < lists.length; i++) {
        if (lists[i].isEmpty()) {
          throw new IllegalArgumentException(
              "Argument %d of kernel %s is an empty list; the engine cannot pass one."
                  .formatted(i, name));
        }
        for (NDArray array : lists[i]) {
          // The engine groups arrays by name, so one that stands in two lists goes in as a view.
          NDArray argument = named.contains(array) ? array.reshape(array.getShape()) : array;
          argument.setName("list" + i + "[]");
          named.add(argument);
          arguments.add(argument);
        }
      }
      return run(arguments);
    } finally {
      named.forEach(array -> array.setName(null));
    }
  }

  private NDList run(NDList arguments) {
    if (!EXECUTOR_SET.get()) {
      JniUtils.setGraphExecutorOptimize(false);
      EXECUTOR_SET.set(true);
    }
    Optional<KernelTimes> times = KernelTimes.current();
    long begun = System.nanoTime();
    try {
      String text = ForwardMode.active() ? dualModule : module;
      NDList results =
          IValueUtils.forward(COMPILED.computeIfAbsent(text, this::compile), arguments, true);
      times.ifPresent(open -> open.add(owner, name, begun, results));
      return results;
    } catch (EngineException e) {
      throw new KernelException(
          "Kernel %s failed on %s:\n%s".formatted(name, shapes(arguments), reason(e)), e);
    }
  }

  private PtSymbolBlock compile(String text) {
    // The manager of compiled kernels lives as long as the process.
    PtNDManager manager = (PtNDManager) Engine.getEngine("PyTorch").newBaseManager(Device.cpu());
    try {
      return JniUtils.loadModule(
          manager, new ByteArrayInputStream(KernelArchive.of(text)), false, false);
    } catch (EngineException e) {
      throw new KernelException("Kernel %s does not compile:\n%s".formatted(name, reason(e)), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String shapes(NDList arguments) {
    return arguments.stream()
        .map(array -> array.getShape() + " " + array.getDataType())
        .collect(Collectors.joining(", "));
  }

  /** libtorch's message without its C++ stack. */
  private static String reason(EngineException e) {
    String message = String.valueOf(e.getMessage());
    int stack = message.indexOf("\nException raised from");
    return stack < 0 ? message : message.substring(0, stack);
  }
}
