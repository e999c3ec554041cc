package io.irepa.compose;

import io.irepa.IrepaException;
import io.irepa.config.ComponentType;
import io.irepa.spi.Field;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Stands between core and an extension of a plugin: whatever goes wrong in a call is told with the
 * extension's name, and the call is known while it lasts.
 */
final class Guard implements InvocationHandler {
  private final Object extension;
  private final ComponentType type;
  private final Calls calls;

  private Guard(Object extension, ComponentType type, Calls calls) {
    this.extension = extension;
    this.type = type;
    this.calls = calls;
  }

  /** The extension behind a guard; itself where it is core's. */
  static Object around(Object extension, ComponentType type, Calls calls) {
    return type.origin().equals("core") ? extension : guarded(extension, type, calls);
  }

  private static Object guarded(Object extension, ComponentType type, Calls calls) {
    Set<Class<?>> interfaces = new LinkedHashSet<>();
    collect(extension.getClass(), interfaces);
    return Proxy.newProxyInstance(
        type.implementation().getClassLoader(),
        interfaces.toArray(Class<?>[]::new),
        new Guard(extension, type, calls));
  }

  private static void collect(Class<?> of, Set<Class<?>> interfaces) {
    for (Class<?> c = of; c != null; c = c.getSuperclass()) {
      Arrays.stream(c.getInterfaces())
          .filter(found -> Modifier.isPublic(found.getModifiers()))
          .forEach(interfaces::add);
    }
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
    if (method.getDeclaringClass() == Object.class) {
      return method.getName().equals("equals")
          ? proxy == arguments[0]
          : method.invoke(extension, arguments);
    }
    Calls.Call call = calls.begin(type, method.getName());
    try {
      Object result = method.invoke(extension, arguments);
      if (call.overdue().isPresent()) {
        throw overdue(call, Optional.empty());
      }
      return result instanceof Field ? guarded(result, type, calls) : result;
    } catch (InvocationTargetException e) {
      throw named(call, e.getCause());
    } finally {
      calls.end(call);
    }
  }

  /** For a call that was interrupted, whatever came of it then. */
  static ExtensionException overdue(Calls.Call call, Optional<Throwable> cause) {
    ExtensionException failure = new ExtensionException(call.overdue().orElseThrow());
    cause.ifPresent(failure::initCause);
    return failure;
  }

  private static Throwable named(Calls.Call call, Throwable e) {
    if (call.overdue().isPresent()) {
      return overdue(call, Optional.of(e));
    }
    boolean meant = e instanceof IrepaException || e instanceof IOException;
    return meant || e instanceof OutOfMemoryError ? e : failure(call, e);
  }

  /** An exception in few words; that of an initialiser is the one within. */
  static String reason(Throwable e) {
    if (e instanceof ExceptionInInitializerError && e.getCause() != null) {
      return e.getCause().toString();
    }
    return e instanceof ExitRefusedError ? e.getMessage() : e.toString();
  }

  /** What a person is told of a failure that its author did not foresee. */
  static ExtensionException failure(Calls.Call call, Throwable e) {
    String reason = reason(e);
    return new ExtensionException(
        "%s failed in %s: %s. Its author can tell more from the stack trace that --debug prints."
            .formatted(call.name(), call.place(), reason),
        e);
  }
}
