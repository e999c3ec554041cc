package io.irepa.compose;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Turns a class file's calls of {@code System.exit}, {@code Runtime.exit} and {@code Runtime.halt},
 * and references to them, into those of {@link NoExit}, so that they fail where they stand. Java
 * has had no other way since security managers are gone (JEP 486).
 */
final class ExitCalls extends ClassVisitor {
  private static final int API = Opcodes.ASM9;
  private static final String NO_EXIT = NoExit.class.getName().replace('.', '/');
  private static final String OF_SYSTEM = "(I)V";
  private static final String OF_RUNTIME = "(Ljava/lang/Runtime;I)V";

  private boolean found;

  private ExitCalls(ClassVisitor next) {
    super(API, next);
  }

  /** The class file, without calls that end the process; the same array where there are none. */
  static byte[] refused(byte[] code) {
    String text = new String(code, StandardCharsets.ISO_8859_1);
    boolean may =
        (text.contains("java/lang/System") || text.contains("java/lang/Runtime"))
            && (text.contains("exit") || text.contains("halt"));
    if (!may) {
      return code;
    }
    ClassReader reader = new ClassReader(code);
    ClassWriter writer = new ClassWriter(reader, 0);
    ExitCalls calls = new ExitCalls(writer);
    reader.accept(calls, 0);
    return calls.found ? writer.toByteArray() : code;
  }

  private static boolean ofSystem(String owner, String name, String type) {
    return owner.equals("java/lang/System") && name.equals("exit") && type.equals(OF_SYSTEM);
  }

  private static boolean ofRuntime(String owner, String name, String type) {
    return owner.equals("java/lang/Runtime")
        && (name.equals("exit") || name.equals("halt"))
        && type.equals(OF_SYSTEM);
  }

  @Override
  public MethodVisitor visitMethod(
      int access, String name, String descriptor, String signature, String[] exceptions) {
    return new Body(super.visitMethod(access, name, descriptor, signature, exceptions));
  }

  private final class Body extends MethodVisitor {
    Body(MethodVisitor next) {
      super(API, next);
    }

    @Override
    public void visitMethodInsn(
        int instruction, String owner, String name, String type, boolean ofInterface) {
      if (ofSystem(owner, name, type) || ofRuntime(owner, name, type)) {
        found = true;
        String refused = ofSystem(owner, name, type) ? OF_SYSTEM : OF_RUNTIME;
        super.visitMethodInsn(Opcodes.INVOKESTATIC, NO_EXIT, "exit", refused, false);
      } else {
        super.visitMethodInsn(instruction, owner, name, type, ofInterface);
      }
    }

    @Override
    public void visitInvokeDynamicInsn(
        String name, String type, Handle bootstrap, Object... arguments) {
      Object[] refused = Arrays.stream(arguments).map(this::refused).toArray();
      super.visitInvokeDynamicInsn(name, type, bootstrap, refused);
    }

    private Object refused(Object argument) {
      if (!(argument instanceof Handle handle)) {
        return argument;
      }
      boolean system = ofSystem(handle.getOwner(), handle.getName(), handle.getDesc());
      if (!system && !ofRuntime(handle.getOwner(), handle.getName(), handle.getDesc())) {
        return argument;
      }
      found = true;
      String type = system ? OF_SYSTEM : OF_RUNTIME;
      return new Handle(Opcodes.H_INVOKESTATIC, NO_EXIT, "exit", type, false);
    }
  }
}
