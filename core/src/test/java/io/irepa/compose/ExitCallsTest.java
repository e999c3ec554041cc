package io.irepa.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.IntConsumer;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Classes whose ways out of the process are closed, as the JVM runs them. */
final class ExitCallsTest {
  /** Ends the process in several ways, between instructions of all lengths. */
  public static final class Leaver implements LongUnaryOperator {
    private long sum;

    @Override
    public long applyAsLong(long way) {
      int choice = (int) way;
      double[][] table = new double[2][3];
      for (int i = 0; i < 300; i += 200) { // iinc, wide
        table[i / 200][1] += i * 1.5e3 + choice;
      }
      String text = "way " + choice; // invokedynamic
      switch (choice) { // tableswitch
        case 1 -> System.exit(7);
        case 2 -> Runtime.getRuntime().exit(8);
        case 3 -> Runtime.getRuntime().halt(9);
        default -> sum += text.length();
      }
      switch (choice) { // lookupswitch
        case 4_000 -> run(System::exit);
        case 50_000 -> run(Runtime.getRuntime()::halt);
        case 90_000 -> Runtime.getRuntime().exit(11);
        default -> sum += Math.round(table[1][1]);
      }
      return sum + Runtime.getRuntime().availableProcessors() * 0L;
    }

    private static void run(IntConsumer way) {
      way.accept(10);
    }
  }

  private static byte[] code(Class<?> type) throws IOException {
    String file = type.getName().replaceAll(".*\\.", "") + ".class";
    try (InputStream in = type.getResourceAsStream(file)) {
      return in.readAllBytes();
    }
  }

  private static LongUnaryOperator leaver() throws Exception {
    byte[] code = ExitCalls.refused(code(Leaver.class));
    ClassLoader loader =
        new ClassLoader(ExitCallsTest.class.getClassLoader()) {
          @Override
          protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            return name.equals(Leaver.class.getName())
                ? defineClass(name, code, 0, code.length)
                : super.loadClass(name, resolve);
          }
        };
    return (LongUnaryOperator)
        loader.loadClass(Leaver.class.getName()).getConstructor().newInstance();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4_000, 50_000, 90_000})
  void everyWayOutThrows(long way) throws Exception {
    LongUnaryOperator leaver = leaver();
    assertThatThrownBy(() -> leaver.applyAsLong(way))
        .as("way %d", way)
        .isInstanceOf(ExitRefusedError.class)
        .hasMessageContaining("would end the whole process");
  }

  @Test
  void allElseIsComputedAsBefore() throws Exception {
    assertThat(leaver().applyAsLong(12))
        .as("a way that leads nowhere")
        .isEqualTo(new Leaver().applyAsLong(12));
  }

  @Test
  void aClassWithoutSuchACallStaysAsItIs() throws IOException {
    byte[] code = code(ExitCalls.class);
    assertThat(ExitCalls.refused(code)).as("class file").isEqualTo(code);
  }
}
