package io.irepa;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/**
 * Says for people why a file could not be read or written: Java's own message is often the path
 * alone.
 *
 * @since 0.1
 */
public final class IoReason {
  private IoReason() {}

  /**
   * The reason, to stand within a sentence.
   *
   * @param e what Java reported
   * @return without a full stop
   */
  public static String of(IOException e) {
    if (e instanceof NoSuchFileException missing) {
      return "there is no such file or folder: " + missing.getFile();
    }
    if (e instanceof AccessDeniedException denied) {
      return "permission denied: " + denied.getFile();
    }
    if (e instanceof FileAlreadyExistsException || e instanceof NotDirectoryException) {
      return ((FileSystemException) e).getFile() + " is not a folder";
    }
    if (e.getMessage() != null) {
      return e.getMessage();
    }
    return e.toString();
  }
}
