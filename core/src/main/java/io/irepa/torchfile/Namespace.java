package io.irepa.torchfile;

import java.util.LinkedHashMap;

/** An {@code argparse.Namespace}, or a program's module: names and what they stand for. */
final class Namespace extends LinkedHashMap<Object, Object> {
  private static final long serialVersionUID = 1L;
}
