package io.irepa.report;

/** Text for HTML. */
public final class Html {
  private Html() {}

  /** A text as the content of an element or of an attribute in double quotes. */
  public static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
