package io.irepa;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which package may use which. All may use {@code io.irepa} itself, which holds the exception. */
final class ArchitectureTest {
  private static JavaClasses core;

  @BeforeAll
  static void read() {
    core =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.irepa");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tensor  | ",
        "image   | ",
        "numpy   | ",
        "torchfile | tensor",
        "weights | tensor torchfile",
        "hub     | weights",
        "spi     | tensor",
        "config  | spi tensor",
        "compose | config spi tensor weights",
        "author  | compose config spi",
        "sample  | image spi tensor",
        "report  | ",
        "prepare | image report",
        "show    | compose config image spi tensor train",
        "cache   | compose config spi tensor",
        "evaluate | compose config numpy spi tensor",
        "probe   | compose config evaluate spi tensor train",
        "spatial | compose config evaluate report spi tensor train",
        "study   | compose config report spi tensor train",
        "train   | cache compose config evaluate numpy report sample spi tensor",
        "exchange | config torchfile train spi tensor weights",
        "parity  | compose config train spi tensor weights",
        "testkit | spi tensor"
      })
  void usesOnly(String name, String allowed) {
    Set<String> packages =
        Stream.concat(
                Stream.of("io.irepa", "io.irepa." + name),
                allowed == null
                    ? Stream.empty()
                    : Arrays.stream(allowed.split(" ", -1)).map(used -> "io.irepa." + used))
            .collect(Collectors.toSet());
    noClasses()
        .that()
        .resideInAPackage("io.irepa." + name)
        .should()
        .dependOnClassesThat(oursOutside(packages))
        .check(core);
  }

  private static DescribedPredicate<JavaClass> oursOutside(Set<String> packages) {
    return DescribedPredicate.describe(
        "are ours and outside " + packages,
        type ->
            (type.getPackageName().equals("io.irepa")
                    || type.getPackageName().startsWith("io.irepa."))
                && !packages.contains(type.getPackageName()));
  }

  @Test
  void coreKnowsNoPlugin() {
    noClasses().should().dependOnClassesThat().resideInAPackage("io.irepa.plugin..").check(core);
  }

  @Test
  void nothingUsesTheCommandLine() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.irepa.cli..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.irepa.cli..")
        .check(core);
  }

  @Test
  void onlyTheTestKitUsesTestLibraries() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.irepa.testkit..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.junit..", "org.assertj..", "io.irepa.testkit..")
        .check(core);
  }
}
