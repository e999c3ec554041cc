package io.irepa.hub;

import io.irepa.IrepaException;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Optional;
import java.util.OptionalLong;

/** Requests, from one server to the next as far as they are sent on. */
final class Wire {
  private static final int MOST_HOPS = 6;

  /** For a connection, and for each of the next bytes: nothing waits for ever. */
  private static final int PATIENCE_MS = 30_000;

  private final URI base;
  private final Optional<String> token;

  Wire(URI base, Optional<String> token) {
    this.base = base;
    this.token = token;
  }

  /**
   * What a server said in the end.
   *
   * @param status 200, 206 or 404
   * @param length of the bytes that are to come
   * @param validator of the file's state
   * @param sha256 stated on the way
   * @param body the bytes
   */
  record Answer(
      int status,
      OptionalLong length,
      Optional<String> validator,
      Optional<String> sha256,
      InputStream body)
      implements AutoCloseable {
    boolean missing() {
      return status == 404;
    }

    /** Whether the bytes go on from those that are there. */
    boolean continues() {
      return status == 206;
    }

    @Override
    public void close() throws IOException {
      body.close();
    }
  }

  /**
   * Asks for a file, or for the rest of it.
   *
   * @param validator of the state that the part is of
   * @param from bytes that are there
   * @throws IrepaException if the server refuses
   */
  Answer get(URI address, Optional<String> validator, long from) throws IOException {
    URI at = address;
    Optional<String> sha256 = Optional.empty();
    for (int hop = 0; hop < MOST_HOPS; hop++) {
      HttpURLConnection connection = connect(at, validator, from);
      int status = connection.getResponseCode();
      sha256 = sha256.or(() -> stated(connection));
      if (status == 404) {
        connection.disconnect();
        return new Answer(
            status,
            OptionalLong.empty(),
            Optional.empty(),
            Optional.empty(),
            InputStream.nullInputStream());
      }
      if (status == 200 || (status == 206 && continues(connection, from))) {
        long length = connection.getContentLengthLong();
        return new Answer(
            status,
            length < 0 ? OptionalLong.empty() : OptionalLong.of(length),
            header(connection, "ETag"),
            sha256,
            connection.getInputStream());
      }
      Optional<String> location = header(connection, "Location");
      connection.disconnect();
      if (status < 300 || status > 399 || location.isEmpty()) {
        throw new IrepaException(address + " is refused: " + meaning(status) + ".");
      }
      at = next(at, location.get());
    }
    throw new IrepaException(address + " is sent from one address to the next without an end.");
  }

  private HttpURLConnection connect(URI at, Optional<String> validator, long from)
      throws IOException {
    HttpURLConnection connection = (HttpURLConnection) at.toURL().openConnection();
    connection.setInstanceFollowRedirects(false);
    connection.setConnectTimeout(PATIENCE_MS);
    connection.setReadTimeout(PATIENCE_MS);
    connection.setRequestProperty("Accept-Encoding", "identity");
    if (validator.isPresent()) {
      connection.setRequestProperty("Range", "bytes=" + from + "-");
      connection.setRequestProperty("If-Range", validator.get());
    }
    boolean own = at.getAuthority().equals(base.getAuthority());
    token
        .filter(secret -> own)
        .ifPresent(secret -> connection.setRequestProperty("Authorization", "Bearer " + secret));
    return connection;
  }

  private static Optional<String> header(HttpURLConnection connection, String name) {
    return Optional.ofNullable(connection.getHeaderField(name));
  }

  private static boolean continues(HttpURLConnection connection, long from) {
    return header(connection, "Content-Range")
        .filter(range -> range.startsWith("bytes " + from + "-"))
        .isPresent();
  }

  /** Servers of large files name them by their SHA-256. */
  private static Optional<String> stated(HttpURLConnection connection) {
    return header(connection, "X-Linked-Etag")
        .or(() -> header(connection, "ETag"))
        .map(tag -> tag.replace("\"", ""))
        .filter(tag -> tag.matches("[0-9a-fA-F]{64}"));
  }

  private static URI next(URI at, String location) {
    URI next;
    try {
      next = at.resolve(location);
    } catch (IllegalArgumentException e) {
      throw new IrepaException(at + " sends to '" + location + "', which is no address.", e);
    }
    boolean plain = at.getScheme().equals("http") && "http".equals(next.getScheme());
    if (next.getAuthority() == null || !(plain || "https".equals(next.getScheme()))) {
      throw new IrepaException(at + " sends to " + next + ", which is not encrypted.");
    }
    return next;
  }

  private static String meaning(int status) {
    return switch (status) {
      case 401, 403 -> "it needs a permission (status " + status + "); see --help about tokens";
      case 429 -> "too many requests (status 429); try again later";
      default -> "status " + status;
    };
  }
}
