package io.irepa.plugin.mlflow;

import io.irepa.IoReason;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;

/** Says for people why a server could not be asked: Java's own message is often empty. */
final class Reason {
  private Reason() {}

  static String of(IOException e) {
    if (e instanceof HttpConnectTimeoutException) {
      return "no connection within 5 seconds";
    }
    if (e instanceof HttpTimeoutException) {
      return "no answer within 30 seconds";
    }
    if (e instanceof ConnectException) {
      return hasCause(e, UnresolvedAddressException.class)
          ? "its host is not known"
          : "nobody answers there";
    }
    return IoReason.of(e);
  }

  private static boolean hasCause(Throwable e, Class<?> type) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }
}
