package io.irepa.hub;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** A hub on this machine, which may end connections early and keeps what it was asked. */
final class TestServer implements AutoCloseable {
  private final HttpServer server;
  private final Map<String, byte[]> files = new ConcurrentHashMap<>();
  private final Map<String, Map<String, String>> headers = new ConcurrentHashMap<>();
  private final List<String> asked = new ArrayList<>();
  private volatile int cutAfter = Integer.MAX_VALUE;

  TestServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Serves bytes at a path, with further headers. */
  void put(String path, byte[] bytes, Map<String, String> further) {
    files.put(path, bytes);
    headers.put(path, further);
  }

  /** Ends the next connections after so many bytes. */
  void cutAfter(int bytes) {
    cutAfter = bytes;
  }

  /** Path, range and authorization of each request. */
  synchronized List<String> asked() {
    return List.copyOf(asked);
  }

  private synchronized void note(HttpExchange exchange) {
    Map<String, String> sent = new TreeMap<>();
    for (String name : List.of("Range", "Authorization")) {
      Optional.ofNullable(exchange.getRequestHeaders().getFirst(name))
          .ifPresent(value -> sent.put(name, value));
    }
    asked.add(exchange.getRequestURI().getPath() + (sent.isEmpty() ? "" : " " + sent));
  }

  private void answer(HttpExchange exchange) throws IOException {
    note(exchange);
    String path = exchange.getRequestURI().getPath();
    byte[] bytes = files.get(path);
    if (bytes == null) {
      exchange.sendResponseHeaders(404, -1);
      exchange.close();
      return;
    }
    Map<String, String> further = headers.get(path);
    further.forEach(exchange.getResponseHeaders()::set);
    if (further.containsKey("Location")) {
      exchange.sendResponseHeaders(302, -1);
      exchange.close();
      return;
    }
    int from = from(exchange, further);
    if (from > 0) {
      exchange
          .getResponseHeaders()
          .set("Content-Range", "bytes %d-%d/%d".formatted(from, bytes.length - 1, bytes.length));
    }
    exchange.sendResponseHeaders(from > 0 ? 206 : 200, bytes.length - from);
    OutputStream out = exchange.getResponseBody();
    out.write(
        Arrays.copyOfRange(bytes, from, (int) Math.min(bytes.length, (long) from + cutAfter)));
    out.flush();
    exchange.close(); // Ends the connection, if less was written than was promised.
  }

  private static int from(HttpExchange exchange, Map<String, String> further) {
    String range = exchange.getRequestHeaders().getFirst("Range");
    String state = exchange.getRequestHeaders().getFirst("If-Range");
    return range == null || !String.valueOf(further.get("ETag")).equals(state)
        ? 0
        : Integer.parseInt(range.replaceAll("[^0-9]", ""));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
