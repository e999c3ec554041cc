package io.irepa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code ./irepa} does before any Java of ours runs. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a shell script")
final class LauncherTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "--version",
        "plugins list",
        "config check configs/quickstart.yaml",
        "config schema"
      })
  void lightCommandsLoadNoTensors(String arguments) throws Exception {
    Launched launched =
        Launched.run(Map.of("IREPA_JAVA_OPTS", "-Xlog:class+load"), arguments.split(" ", -1));
    assertThat(launched.exitCode()).as(launched.output()).isZero();
    assertThat(launched.output())
        .as("classes loaded")
        .contains("io.irepa.cli.Main")
        .doesNotContain("ai.djl.pytorch.jni.LibUtils", "ai.djl.engine.Engine ");
  }

  @Test
  void passesTheExitCodeOn() throws Exception {
    assertThat(Launched.run(Map.of(), "config", "check", "nowhere.yaml").exitCode())
        .as("exit code of a configuration that is not there")
        .isEqualTo(2);
  }

  @Test
  void saysWhichJavaIsMissing() throws Exception {
    Launched launched = Launched.run(Map.of("JAVA_HOME", "/nowhere"), "--version");
    assertThat(launched.exitCode()).as("exit code").isEqualTo(1);
    assertThat(launched.output()).contains("JAVA_HOME", "17");
  }
}
