package io.irepa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code irepa plugins new} refuses, and what it makes of its options. */
final class NewPluginNamesTest {
  @TempDir private Path folder;

  private Cli create(String... arguments) {
    List<String> all = new ArrayList<>(List.of("plugins", "new"));
    all.addAll(List.of(arguments));
    return Cli.run(all.toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Smooth      | --kind=loss      | small letters",
        "smooth_loss | --kind=loss      | small letters",
        "2d          | --kind=loss      | a letter first",
        "../escape   | --kind=loss      | small letters",
        "smooth      | --kind=losses    | There is no kind 'losses'. There are loss, projector",
        "cosine      | --kind=loss      | 'cosine' already, from irepa-repa",
        "adamw       | --kind=optimizer | 'adamw' already, from core",
        "tokens      | --kind=loss      | io.irepa.spi.Tokens",
        "object      | --kind=loss      | java.lang.Object",
        "config      | --kind=loss      | a type within it",
        "int         | --kind=loss      | no package",
      })
  void refusesANameAndSaysWhy(String name, String kind, String reason) throws IOException {
    Path to = folder.resolve("project");
    Failure.assertFails(create(name, kind, "--dir", to.toString()), 2, reason);
    assertThat(to).as("the project").doesNotExist();
    Failure.assertNothingHalfWritten(folder);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--package=org.Example     | small letters",
        "--package=org.example.new | no package",
        "--package=io.irepa.mine   | irepa's own",
        "--plugin-id=my loss       | letters, digits",
      })
  void refusesAnOptionAndSaysWhy(String option, String reason) {
    Path to = folder.resolve("project");
    Failure.assertFails(create("smooth", "--kind=loss", "--dir", to.toString(), option), 2, reason);
    assertThat(to).as("the project").doesNotExist();
  }

  @Test
  void leavesAFolderThatIsThereAsItIs() throws IOException {
    Path file = Files.writeString(folder.resolve("mine.txt"), "mine");
    Failure.assertFails(
        create("smooth", "--kind=loss", "--dir", folder.toString()),
        2,
        "is there already",
        "--dir");
    assertThat(file).as("what was there").hasContent("mine");
  }

  @Test
  void takesPackageAndPluginId() throws IOException {
    Path to = folder.resolve("project");
    Cli cli =
        create(
            "smooth-loss",
            "--kind=loss",
            "--dir=" + to,
            "--package=com.acme.losses",
            "--plugin-id=acme.losses");
    assertThat(cli.exitCode()).as(cli.err()).isZero();
    assertThat(cli.out()).as("what to do next").contains("mvn verify", "config.yaml");
    assertThat(to.resolve("src/main/java/com/acme/losses/SmoothLoss.java"))
        .as("the class")
        .content()
        .contains("package com.acme.losses;", "@Component(value = \"smooth-loss\"");
    assertThat(to.resolve("pom.xml"))
        .as("the project")
        .content()
        .contains("<Plugin-Id>acme.losses<", "<groupId>com.acme.losses<", ">smooth-loss<");
  }

  @Test
  void saysThatTheFolderCannotBeWritten() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "in the way");
    Failure.assertFails(
        create("smooth", "--kind=loss", "--dir", file.resolve("project").toString()),
        1,
        "cannot be written",
        "project");
  }
}
