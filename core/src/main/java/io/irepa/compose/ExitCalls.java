package io.irepa.compose;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * Turns a class file's calls of {@code System.exit}, {@code Runtime.exit} and {@code Runtime.halt}
 * into calls of {@link NoExit}, so that they fail where they stand. Java has had no other way since
 * security managers are gone (JEP 486). Class files: JVM specification, chapter 4.
 */
final class ExitCalls {
  private static final String NO_EXIT = NoExit.class.getName().replace('.', '/');
  private static final int INVOKE_VIRTUAL = 0xb6;
  private static final int INVOKE_STATIC = 0xb8;

  /** Bytes of each instruction from 0 on; 0 where they vary. JVM specification, chapter 6. */
  private static final String LENGTHS =
      "1111111111111111232332222211111111111111111111111111112222211111"
          + "1111111111111111111111111111111111111111111111111111111111111111"
          + "1111311111111111111111111333333333333333320011111133333335532311"
          + "3311043355111111111111111111111111111111111111111111111111111111";

  private final byte[] code;
  private final ByteBuffer in;
  private final int[] at;
  private final Set<Integer> virtual = new HashSet<>();
  private int added;
  private int staticExit;
  private int runtimeExit;

  private ExitCalls(byte[] code) {
    this.code = code.clone();
    this.in = ByteBuffer.wrap(this.code);
    this.at = new int[count()];
  }

  /** The class file, without calls that end the process. */
  static byte[] refused(byte[] code) {
    String text = new String(code, StandardCharsets.ISO_8859_1);
    boolean may =
        (text.contains("java/lang/System") || text.contains("java/lang/Runtime"))
            && (text.contains("exit") || text.contains("halt"));
    return may ? new ExitCalls(code).rewritten() : code;
  }

  private int count() {
    return in.getShort(8) & 0xffff;
  }

  private byte[] rewritten() {
    int end = readPool();
    ByteArrayOutputStream more = new ByteArrayOutputStream();
    boolean any = false;
    for (int i = 1; i < at.length; i++) {
      if (at[i] != 0 && in.get(at[i]) == 10) { // a method
        any |= redirect(i, more);
      }
    }
    if (!any) {
      return code;
    }
    if (!virtual.isEmpty()) {
      patchMethods(end);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(code, 0, end);
    out.writeBytes(more.toByteArray());
    out.write(code, end, code.length - end);
    byte[] result = out.toByteArray();
    ByteBuffer.wrap(result).putShort(8, (short) (at.length + added));
    return result;
  }

  /** Finds each constant; returns where the pool ends. */
  private int readPool() {
    int place = 10;
    for (int i = 1; i < at.length; i++) {
      at[i] = place;
      int tag = in.get(place);
      switch (tag) {
        case 1 -> place += 3 + (in.getShort(place + 1) & 0xffff);
        case 5, 6 -> {
          place += 9;
          i++;
        }
        case 15 -> place += 4;
        case 7, 8, 16, 19, 20 -> place += 3;
        default -> place += 5;
      }
    }
    return place;
  }

  private int two(int place) {
    return in.getShort(place) & 0xffff;
  }

  private String text(int constant) {
    int place = at[constant];
    return new String(code, place + 3, two(place + 1), StandardCharsets.UTF_8);
  }

  /** Points a static call elsewhere, and takes note of one that needs another instruction. */
  private boolean redirect(int method, ByteArrayOutputStream more) {
    String owner = text(two(at[two(at[method] + 1)] + 1));
    int nameAndType = at[two(at[method] + 3)];
    String name = text(two(nameAndType + 1)) + text(two(nameAndType + 3));
    if (owner.equals("java/lang/System") && name.equals("exit(I)V")) {
      if (staticExit == 0) {
        staticExit = noExit(more);
      }
      in.putShort(at[method] + 1, (short) staticExit);
      return true;
    }
    if (owner.equals("java/lang/Runtime") && (name.equals("exit(I)V") || name.equals("halt(I)V"))) {
      if (runtimeExit == 0) {
        runtimeExit = runtimeExit(more);
      }
      virtual.add(method);
      return true;
    }
    return false;
  }

  /** The class {@link NoExit} as a constant. */
  private int noExit(ByteArrayOutputStream more) {
    int name = utf8(more, NO_EXIT);
    return constant(more, 7, name);
  }

  private int runtimeExit(ByteArrayOutputStream more) {
    int owner = noExit(more);
    int name = utf8(more, "exit");
    int type = utf8(more, "(Ljava/lang/Runtime;I)V");
    int nameAndType = constant(more, 12, name, type);
    return constant(more, 10, owner, nameAndType);
  }

  private int utf8(ByteArrayOutputStream more, String text) {
    try (DataOutputStream out = new DataOutputStream(more)) {
      out.writeByte(1);
      out.writeUTF(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return at.length + added++;
  }

  private int constant(ByteArrayOutputStream more, int tag, int... parts) {
    more.write(tag);
    for (int part : parts) {
      more.write(part >> 8);
      more.write(part);
    }
    return at.length + added++;
  }

  private void patchMethods(int pool) {
    int place = pool + 6;
    place += 2 + 2 * two(place); // interfaces
    place = members(place, false);
    members(place, true);
  }

  /** Walks fields or methods; returns what follows. */
  private int members(int from, boolean methods) {
    int place = from + 2;
    for (int i = two(from); i > 0; i--) {
      int attributes = two(place + 6);
      place += 8;
      for (int j = 0; j < attributes; j++) {
        if (methods && text(two(place)).equals("Code")) {
          patch(place + 14, in.getInt(place + 10));
        }
        place += 6 + in.getInt(place + 2);
      }
    }
    return place;
  }

  private void patch(int start, int length) {
    for (int i = start; i < start + length; ) {
      int instruction = code[i] & 0xff;
      if (instruction == INVOKE_VIRTUAL && virtual.contains(two(i + 1))) {
        code[i] = (byte) INVOKE_STATIC;
        in.putShort(i + 1, (short) runtimeExit);
      }
      i += length(instruction, i, start);
    }
  }

  private int length(int instruction, int i, int start) {
    int operands = i + 4 - (i - start) % 4; // of a switch, aligned
    return switch (instruction) {
      case 0xaa -> operands - i + 12 + 4 * (in.getInt(operands + 8) - in.getInt(operands + 4) + 1);
      case 0xab -> operands - i + 8 + 8 * in.getInt(operands + 4);
      case 0xc4 -> code[i + 1] == (byte) 0x84 ? 6 : 4;
      default -> LENGTHS.charAt(instruction) - '0';
    };
  }
}
